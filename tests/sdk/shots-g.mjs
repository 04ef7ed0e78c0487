import { chromium } from 'playwright-core';
const base = process.argv[2]; const out = process.argv[3];
const pages = process.argv.slice(4);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const scheme of ['light', 'dark']) for (const [w, h] of [[1440, 1000], [390, 844]]) {
  const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: scheme, hasTouch: w < 500 });
  const p = await c.newPage();
  p.on('console', m => { if (m.type() === 'error') console.log('CONSOLE', m.text()); });
  p.on('pageerror', e => console.log('ERROR', e.message));
  for (const spec of pages) {
    const [name, path, act] = spec.split('=');
    await p.goto(base + path);
    if (act === 'open') await p.evaluate(() => { for (const d of document.querySelectorAll('main details')) d.open = true; });
    if (act === 'nav' && w < 500) await p.click('.reference-open');
    if (act === 'filter' && w > 500) await p.fill('[data-filter]', 'jit');
    await p.waitForTimeout(250);
    const over = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) console.log('WIDER', name, w, over);
    await p.screenshot({ path: `${out}/${name}-${w}-${scheme}.png` });
  }
  await c.close();
}
await b.close();
