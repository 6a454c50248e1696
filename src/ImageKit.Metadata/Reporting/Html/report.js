'use strict';
(function () {
  const root = document.documentElement;
  root.classList.add('js');
  startTheme(document.getElementById('theme'));
  const table = document.getElementById('findings-table');
  if (table) { startTable(table); }

  function startTheme(button) {
    const store = key => { try { return localStorage.getItem(key); } catch { return null; } };
    const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
    const show = () => { button.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
    const stored = store('imagekit-report-theme');
    if (stored === 'dark' || stored === 'light') { root.dataset.theme = stored; }
    button.hidden = false;
    show();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
    button.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      try { localStorage.setItem('imagekit-report-theme', root.dataset.theme); } catch { /* The page works without a store. */ }
      show();
    });
  }

  function startTable(table) {
    const body = table.tBodies[0];
    const text = document.getElementById('filter-text');
    const rule = document.getElementById('filter-rule');
    const folder = document.getElementById('filter-folder');
    const group = document.getElementById('group-by');
    const severities = [...document.querySelectorAll('[data-filter-severity]')];
    const count = document.getElementById('filter-count');
    const nothing = document.getElementById('filter-empty');
    const more = document.getElementById('show-more');
    const copy = document.getElementById('copy-csv');
    const format = new Intl.NumberFormat('en-US');

    // To lay out thousands of rows takes seconds: the others are hidden until they are requested. Print shows all of them.
    const atOnce = 100;
    let limit = atOnce;
    let items = [...body.rows].map((row, index) => ({ row, index, text: null }));
    const total = items.length;
    let hits = items;

    const groupKeys = {
      rule: row => row.querySelector('.r').firstChild.textContent,
      file: row => row.querySelector('.p').textContent,
      folder: row => row.dataset.folder
    };

    function matches(item, words, wanted) {
      const data = item.row.dataset;
      if (!wanted.has(data.severity) || (rule.value !== '' && data.rule !== rule.value) || (folder.value !== '' && data.folder !== folder.value)) { return false; }
      if (words.length === 0) { return true; }
      item.text ??= item.row.textContent.toLowerCase();
      return words.every(word => item.text.includes(word));
    }

    function filter() {
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = new Set(severities.filter(box => box.checked).map(box => box.dataset.filterSeverity));
      hits = inGroups(items.filter(item => matches(item, words, wanted)));
      draw();
    }

    // Groups come in the order of their first row; within a group the order stays.
    function inGroups(found) {
      const key = groupKeys[group.value];
      if (!key) { return found; }
      const groups = new Map();
      for (const item of found) {
        const name = key(item.row);
        if (!groups.has(name)) { groups.set(name, []); }
        groups.get(name).push(item);
      }
      return [...groups.values()].sort((a, b) => b.length - a.length).flat();
    }

    function draw() {
      const key = groupKeys[group.value];
      const drawn = document.createDocumentFragment();
      const counts = new Map();
      if (key) { for (const item of hits) { counts.set(key(item.row), (counts.get(key(item.row)) ?? 0) + 1); } }
      let last = null;
      hits.forEach((item, index) => {
        const isLater = index >= limit;
        const name = key ? key(item.row) : null;
        if (key && name !== last) {
          last = name;
          drawn.append(groupHead(name, counts.get(name), isLater));
        }
        item.row.classList.toggle('later', isLater);
        drawn.append(item.row);
      });
      body.replaceChildren(drawn);
      showCount();
    }

    function groupHead(name, number, isLater) {
      const row = document.createElement('tr');
      row.className = isLater ? 'group-head later' : 'group-head';
      const cell = row.insertCell();
      cell.colSpan = table.tHead.rows[0].cells.length;
      cell.textContent = name + ' · ' + format.format(number) + (number === 1 ? ' finding' : ' findings');
      return row;
    }

    function showCount() {
      count.textContent = format.format(hits.length) + ' of ' + format.format(total) + ' listed';
      nothing.hidden = hits.length > 0;
      more.hidden = hits.length <= limit;
      more.textContent = 'Show more (' + format.format(Math.max(0, hits.length - limit)) + ')';
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
        return numeric ? Number(cell.dataset.value ?? -1) : cell.textContent.toLowerCase();
      };
      const keyed = items.map(item => ({ item, value: value(item) }));
      keyed.sort((a, b) => {
        const order = numeric ? a.value - b.value : a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
        return (ascending ? order : -order) || a.item.index - b.item.index;
      });
      for (const other of table.tHead.rows[0].cells) { other.removeAttribute('aria-sort'); }
      heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
      items = keyed.map(key => key.item);
      filter();
    }

    // What a spreadsheet would run as a formula gets an apostrophe in front, as in the CSV report.
    function csvCell(value) {
      const safe = value.replace(/^["]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/, start => "'" + start).replace(/;("*)([=+\-@])/g, ";$1'$2");
      return /[",\r\n; ]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
    }

    function toCsv() {
      const rows = hits.map(({ row }) => {
        const part = name => row.querySelector(name)?.textContent ?? '';
        const saving = row.lastElementChild.dataset.value;
        const file = row.querySelector('.file');
        return [row.dataset.rule, row.dataset.severity, file.getAttribute('href') ?? file.textContent, part('.m .msg'), part('.m > .do'), saving === '-1' ? '' : saving].map(csvCell).join(',');
      });
      return ['RuleName,Severity,Url,Message,Recommendation,SavingBytes', ...rows].join('\r\n') + '\r\n';
    }

    async function copyCsv() {
      const csv = toCsv();
      try {
        await navigator.clipboard.writeText(csv);
      } catch {
        const area = document.createElement('textarea');
        area.value = csv;
        document.body.append(area);
        area.select();
        document.execCommand('copy');
        area.remove();
      }
      copy.textContent = 'Copied ' + format.format(hits.length);
      setTimeout(() => { copy.textContent = 'Copy as CSV'; }, 2000);
    }

    function showOnly(ruleName, folderName) {
      rule.value = ruleName;
      folder.value = folderName;
      text.value = '';
      for (const box of severities) { box.checked = true; }
      restart();
    }

    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = heading.querySelector('button');
      if (button) { button.addEventListener('click', () => sortBy(heading, column)); }
    });
    text.addEventListener('input', restart);
    for (const control of [rule, folder, group, ...severities]) { control.addEventListener('change', restart); }
    more.addEventListener('click', () => {
      const next = limit;
      limit += 5 * atOnce;
      draw();

      // The button may be gone: the keyboard continues at the first row that came.
      const link = hits[next] && hits[next].row.querySelector('a');
      if (link) { link.focus({ preventScroll: true }); }
    });
    copy.addEventListener('click', copyCsv);
    for (const link of document.querySelectorAll('[data-show-rule]')) {
      link.addEventListener('click', () => showOnly(link.dataset.showRule, ''));
    }
    for (const link of document.querySelectorAll('[data-show-folder]')) {
      link.addEventListener('click', () => showOnly('', link.dataset.showFolder));
    }
    showCount();
  }
}());
