// What can be told of accessibility by looking at the page: axe-core's rules for WCAG 2.2 A and AA.

import assert from 'node:assert/strict';

import axe from 'axe-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Asserts that the page, as it is shown now, breaks none of these rules, in both colour schemes. */
export async function expectAccessible(page, name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Through the debugger, which the page's own policy does not bind.
    if (!(await page.evaluate(() => Boolean(globalThis.axe)))) await page.evaluate(axe.source);
    const { violations } = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values } }), RULES);
    const told = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`));
    assert.deepEqual(told, [], `${name} in the ${colorScheme} scheme`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
