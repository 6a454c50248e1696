// Opens a page of the audit in Chromium and prints what happened as JSON. Nothing is fetched: images are answered here.
import { chromium } from 'playwright-core';

const [, , browserPath, file, screenshots, layouts] = process.argv;
const url = 'file://' + file;
const image = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const seen = { console: [], requests: [], dialogs: 0 };

async function open(options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('console', message => seen.console.push(message.text()));
  page.on('pageerror', error => seen.console.push(error.message));
  page.on('dialog', dialog => { seen.dialogs++; return dialog.dismiss(); });
  await page.route('**/*', route => {
    const request = route.request();
    if (request.url() === url) { return route.continue(); }
    if (request.url().startsWith('data:')) { return route.continue(); }
    seen.requests.push([request.resourceType(), request.url()]);
    return route.fulfill({ contentType: 'image/png', body: image });
  });
  await page.goto(url);
  return { context, page };
}

const result = { loads: [] };
for (let i = 0; i < 3; i++) {
  const { context, page } = await open({ viewport: { width: 1280, height: 900 } });
  result.loads.push(await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd));
  await context.close();
}

const { context, page } = await open({ viewport: { width: 1280, height: 900 } });
const shown = () => page.locator('#findings-table tbody tr:not(.later):not(.group-head)').count();
const column = name => page.locator('#findings-table thead th', { hasText: name });
const first = index => page.locator('#findings-table tbody tr').first().locator('td').nth(index).textContent();
result.shownAtFirst = await shown();
result.rows = await page.locator('#findings-table tbody tr').count();
const injected = () => page.evaluate(() => [typeof window.pwned, document.querySelectorAll('script').length, document.querySelectorAll('[onerror],[onload],[onclick],[style]').length]);
result.injected = await injected();
result.links = await page.evaluate(() => [...document.querySelectorAll('a')].filter(a => !['http:', 'https:', 'file:'].includes(a.protocol)).length);

await page.locator('#filter-text').fill('zebra');
result.filteredByText = await shown();
result.count = await page.locator('#filter-count').textContent();
await page.locator('#filter-text').fill('no such thing at all');
result.filteredToNothing = await shown();
result.saysNothing = await page.locator('#filter-empty').isVisible();
await page.locator('#filter-text').fill('');
await page.locator('[data-filter-severity=Error]').uncheck();
result.withoutErrors = await page.evaluate(() => [...document.querySelectorAll('#findings-table tbody tr:not(.later)')].filter(r => r.dataset.severity === 'Error').length);
await page.locator('[data-filter-severity=Error]').check();
await page.locator('#filter-rule').selectOption('OversizedFile');
result.filteredByRule = await page.evaluate(() => [...new Set([...document.querySelectorAll('#findings-table tbody tr:not(.later)')].map(r => r.dataset.rule))]);
await page.locator('#filter-rule').selectOption('');

// What stands by is shown when asked for, and found, sorted and filtered whether shown or not.
if (await page.locator('#show-more').isVisible()) {
  await page.locator('#show-more').focus();
  await page.keyboard.press('Enter');
  result.shownThen = await shown();
  result.focusGoesOn = await page.evaluate(() => [...document.querySelectorAll('#findings-table tbody tr')].findIndex(r => r.contains(document.activeElement)));
  await column('Image').locator('button').click();
  await column('Image').locator('button').click();
  result.lastByName = await first(3);
  await page.locator('#filter-text').fill('the very last');
  result.foundAmongAll = await shown();
  result.injected = await injected();
  await page.locator('#filter-text').fill('');
}

// Grouped, copied, and in the other theme.
result.groups = {};
for (const by of ['rule', 'file', 'folder']) {
  await page.locator('#group-by').selectOption(by);
  result.groups[by] = await page.evaluate(() => [...document.querySelectorAll('#findings-table tbody .group-head')].map(r => r.textContent));
}
await page.locator('#group-by').selectOption('');
await page.evaluate(() => { navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }; });
await page.locator('#filter-rule').selectOption('OversizedFile');
await page.locator('#copy-csv').click();
result.copied = await page.evaluate(() => window.copied);
await page.locator('#filter-rule').selectOption('');
const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
result.themes = [await background()];
await page.locator('#theme').click();
result.themes.push(await background());
await page.locator('#theme').click();
result.themes.push(await background());

// With the keyboard alone.
await column('Can be saved').locator('button').focus();
await page.keyboard.press('Enter');
result.sortedUp = [await column('Can be saved').getAttribute('aria-sort'), await page.evaluate(() => [...document.querySelectorAll('#findings-table tbody tr')].map(r => Number(r.lastElementChild.dataset.value)).every((v, i, a) => i === 0 || a[i - 1] <= v))];
await page.keyboard.press('Enter');
result.sortedDown = [await column('Can be saved').getAttribute('aria-sort'), await page.evaluate(() => [...document.querySelectorAll('#findings-table tbody tr')].map(r => Number(r.lastElementChild.dataset.value)).every((v, i, a) => i === 0 || a[i - 1] >= v))];
result.sortedOnce = await page.locator('#findings-table thead th[aria-sort]').count();
result.overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

// A style or script that somebody got in is not run.
result.policy = await page.evaluate(async () => {
  const violations = [];
  document.addEventListener('securitypolicyviolation', e => violations.push(e.effectiveDirective));
  const script = document.createElement('script');
  script.textContent = 'window.pwned = true';
  document.body.append(script);
  await new Promise(resolve => setTimeout(resolve, 0));
  return [typeof window.pwned, violations.length > 0];
});
seen.console = seen.console.filter(text => !text.includes('inline script'));
await context.close();

// The layout at each width: what sticks out, and which cell is too narrow to read.
const layout = view => view.evaluate(() => ({
  overflow: document.documentElement.scrollWidth - innerWidth,
  background: getComputedStyle(document.body).backgroundColor,
  height: document.documentElement.scrollHeight,
  outside: [...document.querySelectorAll('body *')].filter(e => !e.closest('.sr, .skip, .sprite, .stack thead') && e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)),
  narrow: [...document.querySelectorAll('th, td')].filter(e => e.checkVisibility() && !e.closest('.stack thead') && e.getBoundingClientRect().width < 60).slice(0, 3).map(e => innerWidth + ': ' + e.getBoundingClientRect().width + ' ' + e.outerHTML.slice(0, 120)),
}));
result.layouts = {};
for (const width of layouts !== 'layouts' ? [] : [320, 390, 700, 701, 768, 820, 880, 1000, 1001, 1024, 1280, 1920, 2560]) {
  const view = await open({ viewport: { width, height: 900 }, colorScheme: 'light' });
  await view.page.evaluate(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));
  result.layouts[width] = await layout(view.page);
  await view.context.close();
}

for (const [name, options] of [
  ['light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
  ['dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ['tablet', { viewport: { width: 768, height: 1024 }, colorScheme: 'light' }],
  ['phone', { viewport: { width: 390, height: 844 }, colorScheme: 'light' }],
]) {
  const view = await open(options);
  result[name] = await layout(view.page);
  result[name + 'Sort'] = await view.page.locator('#findings-table thead button').first().isVisible();
  await view.page.screenshot({ path: `${screenshots}/${name}-top.png` });
  await view.page.locator('#findings').scrollIntoViewIfNeeded();
  await view.page.screenshot({ path: `${screenshots}/${name}.png` });
  await view.context.close();
}

// Without the script every row is there, and so it is on paper.
const plain = await open({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
result.withoutScript = await plain.page.locator('#findings-table tbody tr:visible').count();
result.originals = await plain.page.locator('#findings-table .original:has(img):has(a[href^=https])').count();
result.toolsWithoutScript = await plain.page.locator('.tools:visible, #show-more:visible, #theme:visible').count();
await plain.context.close();
result.pages = {};
for (const landscape of layouts !== 'layouts' ? [] : [false, true]) {
  const view = await open({ viewport: { width: 1280, height: 900 } });
  await view.page.emulateMedia({ media: 'print' });
  await view.page.setViewportSize({ width: landscape ? 1039 : 710, height: 1000 });
  result.layouts[landscape ? 'landscape' : 'portrait'] = await layout(view.page);
  result.printedRows = await view.page.locator('#findings-table tbody tr:visible').count();
  const pdf = await view.page.pdf({ path: `${screenshots}/${landscape ? 'landscape' : 'portrait'}.pdf`, format: 'A4', landscape, printBackground: true });
  result.pages[landscape ? 'landscape' : 'portrait'] = (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length;
  await view.context.close();
}

await browser.close();
result.console = seen.console;
result.dialogs = seen.dialogs;
result.otherRequests = seen.requests.filter(([type, address]) => type !== 'image' || !/^https:\/\/ik\.imagekit\.io\/.*tr=/.test(address));
result.images = seen.requests.length;
console.log(JSON.stringify(result));
