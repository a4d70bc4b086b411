// What nobody means does not move the robot: node meant.mjs URL PICTURES MODULES. Keys that a Mac does not let go, a worn pad, words into a dead line.
import { act, open, shows } from './page.mjs';

/** Lines to the robot that the test cuts, and pictures that it changes; what the page says on them. */
const tap = () => {
  Object.assign(window, { cut: false, seen: (picture) => picture, said: [], links: [] });
  const dead = () => { const none = { readyState: WebSocket.CLOSED }; setTimeout(() => none.onclose(), 20); return none; };
  window.WebSocket = new Proxy(WebSocket, {
    construct(plain, [url]) {
      if (!url.endsWith('/link')) return new plain(url);
      if (window.cut) return dead();
      const link = new plain(url), send = link.send.bind(link);
      link.send = (text) => { window.said.push(JSON.parse(text)); send(text); };
      Object.defineProperty(link, 'onmessage', { set(hear) { link.addEventListener('message', ({ data }) => hear({ data: JSON.stringify(window.seen(JSON.parse(data))) })); } });
      window.links.push(link);
      return link;
    },
  });
};
const says = (page, what, of) => page.waitForFunction(of, null, { timeout: 15000 }).catch(async () => {
  throw new Error(`${what}: the page says ${JSON.stringify(await page.evaluate(() => window.said.at(-1)))}`);
});
const rests = (page, what) => says(page, what, () => window.said.at(-1)?.axes.every((a) => a === 0));
const moves = (page, what) => says(page, what, () => window.said.at(-1)?.axes.some((a) => a !== 0));
const engaged = async (page, wanted, what) => {
  for (const end = Date.now() + 15000; page.told.desk.engaged !== wanted;) {
    if (Date.now() > end) throw new Error(`${what}: desk ${JSON.stringify(page.told.desk)}`);
    await page.waitForTimeout(20);
  }
};

await act(async () => {
  const page = await open(1280, 820, false, tap);
  await shows(page, 'who', 'Policy 7 is driving');

  // Cmd goes down, or only up: no key is held, for its keyup may never come.
  await page.keyboard.down('KeyA');
  await moves(page, 'a key');
  await page.keyboard.down('Meta');
  await rests(page, 'Cmd while a key is down');
  await page.keyboard.up('Meta');
  await page.waitForTimeout(200);
  await rests(page, 'Cmd let go');
  await page.keyboard.up('KeyA');
  await page.keyboard.down('KeyD');
  await moves(page, 'another key');
  await page.evaluate(() => dispatchEvent(new KeyboardEvent('keyup', { key: 'Meta' })));
  await rests(page, 'Cmd that was pressed elsewhere');
  await page.keyboard.up('KeyD');
  await engaged(page, false, 'let go');

  // A worn pad is nobody, neither takes the keys' place nor keeps what they took.
  await page.evaluate(() => { window.pad.axes = [0.19, -0.19, 0.19, -0.19]; });
  await page.waitForTimeout(600);
  await rests(page, 'a worn pad');
  if (page.told.desk.engaged) throw new Error('a worn pad drives');
  for (let i = 0; i < 2; i++) {
    await page.keyboard.down('KeyW');
    await engaged(page, true, 'keys beside a worn pad');
    const { device } = await page.evaluate(() => window.said.at(-1));
    if (device !== 'keyboard') throw new Error(`the keys are said to be a ${device}`);
    await page.keyboard.up('KeyW');
    await engaged(page, false, 'keys let go beside a worn pad');
  }
  await page.evaluate(() => { window.pad.axes = [0, -1, 0, 0]; });
  await moves(page, 'a stick');
  await page.evaluate(() => { window.pad.axes = [0, 0, 0, 0]; });
  await engaged(page, false, 'the stick let go');

  // Whoever drives by a device beside the page is not the one at the page.
  const drives = (engaged) => page.evaluate((e) => {
    window.seen = (picture) => { Object.assign(picture.state, { driver: 'person' }); Object.assign(picture.state.desk, { engaged: e, device: 'spacemouse' }); return picture; };
  }, engaged);
  await drives(false);
  await shows(page, 'who', '^Driven by spacemouse$');
  await drives(true);
  await shows(page, 'who', '^You are driving$');
  await page.evaluate(() => { window.seen = (picture) => picture; });
  await shows(page, 'who', 'Policy 7 is driving');

  // A word on a line that lives is heard; on a dead one it is not said, and not said when the line is back.
  await page.keyboard.press('Enter');
  await says(page, 'a word', () => window.said.some((s) => s.word === 'success'));
  await says(page, 'a word that was heard', () => !window.said.at(-1).word);
  await page.evaluate(() => { window.cut = true; window.links.at(-1).close(); });
  await page.keyboard.press('KeyZ');
  await shows(page, 'notice', 'The link to the robot is silent');
  for (const code of ['KeyX', 'Space', 'Enter']) await page.keyboard.press(code);
  await page.evaluate(() => { window.said = []; window.cut = false; });
  await says(page, 'a line that is back', () => window.said.length > 20);
  const late = await page.evaluate(() => window.said.map((s) => s.word).filter(Boolean));
  if (late.length) throw new Error(`said when the line was back: ${late}`);
  await shows(page, 'notice', 'was not heard: press again');

  // A stop is one, however late.
  await page.evaluate(() => { window.cut = true; window.links.at(-1).close(); });
  await page.keyboard.press('Escape');
  await shows(page, 'notice', 'The link to the robot is silent');
  await page.evaluate(() => { window.said = []; window.cut = false; });
  await says(page, 'a stop when the line is back', () => window.said[0]?.word === 'estop');
});
