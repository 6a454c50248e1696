'use strict';
(function () {
  const table = document.getElementById('findings-table');
  if (!table) { return; }

  const body = table.tBodies[0];
  const standby = document.getElementById('more-findings');
  const text = document.getElementById('filter-text');
  const rule = document.getElementById('filter-rule');
  const severities = Array.from(document.querySelectorAll('[data-filter-severity]'));
  const count = document.getElementById('filter-count');
  const nothing = document.getElementById('filter-empty');
  const more = document.getElementById('show-more');
  const format = new Intl.NumberFormat('en-US');

  // Laying out thousands of rows takes longer than anybody wants to wait.
  const atOnce = body.rows.length;
  const total = atOnce + (standby ? standby.content.childElementCount : 0);
  let limit = atOnce;
  let items = null;

  // Not before somebody asks for more than the page shows.
  function gather() {
    items ??= [...body.rows, ...(standby ? standby.content.children : [])].map((row, index) => ({
      row,
      index,
      severity: row.dataset.severity,
      rule: row.dataset.rule,
      text: row.textContent.toLowerCase()
    }));
    return items;
  }

  function tell(hits) {
    count.textContent = format.format(hits) + ' of ' + format.format(total) + ' listed';
    nothing.hidden = hits > 0;
    more.hidden = hits <= limit;
    more.textContent = 'Show more (' + format.format(Math.max(0, hits - limit)) + ')';
  }

  function filter() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(severities.filter(box => box.checked).map(box => box.dataset.filterSeverity));
    const hits = gather().filter(item => wanted.has(item.severity)
      && (rule.value === '' || item.rule === rule.value)
      && words.every(word => item.text.includes(word)));
    const shown = document.createDocumentFragment();
    for (const item of hits.slice(0, limit)) { shown.append(item.row); }
    body.replaceChildren(shown);
    tell(hits.length);
  }

  function restart() {
    limit = atOnce;
    filter();
  }

  function sortBy(heading, column) {
    const ascending = heading.getAttribute('aria-sort') !== 'ascending';
    const numeric = heading.dataset.kind === 'number';
    const value = item => {
      const cell = item.row.cells[column];
      return numeric ? Number(cell.dataset.value ?? -1) : (cell.dataset.value ?? cell.textContent).toLowerCase();
    };
    const keyed = gather().map(item => ({ item, value: value(item) }));
    keyed.sort((a, b) => {
      const order = numeric ? a.value - b.value : a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
      return (ascending ? order : -order) || a.item.index - b.item.index;
    });
    for (const other of table.tHead.rows[0].cells) { other.removeAttribute('aria-sort'); }
    heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
    items = keyed.map(key => key.item);
    filter();
  }

  Array.from(table.tHead.rows[0].cells).forEach((heading, column) => {
    const button = heading.querySelector('button');
    if (button) { button.addEventListener('click', () => sortBy(heading, column)); }
  });
  text.addEventListener('input', restart);
  rule.addEventListener('change', restart);
  for (const box of severities) { box.addEventListener('change', restart); }
  more.addEventListener('click', () => {
    const next = limit;
    limit += 5 * atOnce;
    filter();

    // The button may be gone: the keyboard goes on at the first row that came.
    const link = body.rows[next] && body.rows[next].querySelector('a');
    if (link) { link.focus({ preventScroll: true }); }
  });
  for (const link of document.querySelectorAll('[data-show-rule]')) {
    link.addEventListener('click', () => {
      rule.value = link.dataset.showRule;
      text.value = '';
      for (const box of severities) { box.checked = true; }
      restart();
    });
  }
  tell(total);
}());
