// Fingers at a tablet, held either way: node tablet.mjs URL PICTURES MODULES NAME. Everything is in reach and large enough, and each stick moves what it says.
import { act, insist, open, picture, readable, shows } from './page.mjs';
const name = process.argv[5];
const FINGER_PX = 40;

/** What a finger cannot reach: too small, outside, or under something else. */
const reach = (least) => {
  const bad = [], shown = [...document.querySelectorAll('button, .pad, #say')].filter((e) => e.checkVisibility());
  if (document.scrollingElement.scrollWidth > innerWidth) bad.push(`wider than the screen: ${document.scrollingElement.scrollWidth}`);
  const boxes = shown.map((e) => ({ id: e.id || e.dataset.word, box: e.getBoundingClientRect() }));
  for (const { id, box } of boxes) {
    if (box.width < least || box.height < least) bad.push(`${id} is ${box.width.toFixed(0)} x ${box.height.toFixed(0)}`);
    if (box.left < 0 || box.right > innerWidth + 0.5) bad.push(`${id} is cut off`);
  }
  boxes.forEach((a, i) => boxes.slice(0, i).forEach((b) => {
    if (Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 1) bad.push(`${a.id} lies over ${b.id}`);
  }));
  const stop = document.getElementById('estop').getBoundingClientRect();
  if (stop.top < 0 || stop.bottom > innerHeight) bad.push('the stop is off the screen');
  return bad;
};

await act(async () => {
  for (const [width, height] of [[1024, 768], [768, 1024]]) {
    const page = await open(width, height, true);
    await shows(page, 'seatText', 'You are in command');
    await shows(page, 'who', 'Policy 7 is driving');
    const bad = await page.evaluate(reach, FINGER_PX);
    if (bad.length) throw new Error(`${width} x ${height}: ${bad.join('; ')}`);
    await readable(page, `${width} x ${height}`);
    const cdp = await page.context().newCDPSession(page);
    const touch = (type, points) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    const sticks = ['padPlane', 'padLift', 'padTurn'];
    for (const id of sticks) {
      if (!(await page.isVisible(`#${id}`))) continue;
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      const { x, y, width: w, height: h } = await page.locator(`#${id}`).boundingBox();
      for (const [dx, dy] of [[0, -0.45], [0.45, 0]]) {
        const at = { x: x + w / 2, y: y + h / 2 };
        await touch('touchStart', [at]);
        await touch('touchMove', [{ x: at.x + dx * w, y: at.y + dy * h }]);
        const alone = (id === 'padLift' && dx) || (id === 'padTurn' && dy);
        if (alone) await page.waitForTimeout(150);
        else await page.waitForFunction(() => document.getElementById('takeOvers').textContent !== '0', null, { timeout: 15000 });
        await page.waitForTimeout(150);
        if (id === 'padPlane' && dy) await picture(page, `tablet-${name}-${width}`);
        await touch('touchEnd', []);
        await page.waitForTimeout(100);
      }
    }
    // A button under a finger.
    await page.locator('#pause').scrollIntoViewIfNeeded();
    // A machine that is slow enough has lost the finger's page meanwhile.
    const tap = () => page.tap('#pause');
    if (page.told.desk.paused) await insist(page, tap, () => !page.told.desk.paused);
    await insist(page, tap, () => page.told.desk.paused);
    await shows(page, 'notice', 'Paused by the person in command');
    await insist(page, tap, () => page.evaluate(() => document.getElementById('notice').hidden));
    await page.close();
  }
});
