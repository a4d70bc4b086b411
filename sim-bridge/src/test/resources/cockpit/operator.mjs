// Plays the person at the cockpit in a real browser: node operator.mjs URL PICTURES MODULES. Ends with code 1 where something does not come.
import { createRequire } from 'module';
const [url, pictures, modules] = process.argv.slice(2);
const { chromium } = createRequire(modules + '/')('playwright-core');
const PATIENCE_MS = 45000;

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const trouble = [];
const open = async (width, height) => {
  const page = await (await browser.newContext({ viewport: { width, height } })).newPage();
  page.on('pageerror', (e) => trouble.push(e.message));
  page.on('console', (m) => m.type() === 'error' && trouble.push(m.text()));
  page.on('request', (r) => new URL(r.url()).host !== new URL(url).host && trouble.push('asked elsewhere: ' + r.url()));
  // A gamepad that the test moves.
  await page.addInitScript(() => {
    window.pad = { id: 'simulated', connected: true, axes: [0, 0, 0, 0], buttons: Array.from({ length: 17 }, () => ({ pressed: false })) };
    navigator.getGamepads = () => [window.pad];
  });
  // What the page is told.
  page.on('websocket', (socket) => socket.on('framereceived', (f) => { page.told = JSON.parse(f.payload).state; }));
  await page.goto(url);
  return page;
};
const shows = async (page, id, what) => {
  await page.waitForFunction(([i, w]) => new RegExp(w).test(document.getElementById(i).textContent), [id, what], { timeout: PATIENCE_MS })
    .catch(async () => { throw new Error(`#${id}: expected ${what}, shows "${await page.textContent('#' + id)}"`); });
  console.log(`${id}: ${await page.textContent('#' + id)}`);
};
const picture = (page, name) => page.screenshot({ path: `${pictures}/${name}.png` });

try {
  const first = await open(1280, 820);
  await shows(first, 'seatText', 'You are in command');
  const second = await open(820, 1180);
  await shows(second, 'seatText', 'You watch');

  // By keyboard: the episode begins with the person, for there is no policy.
  await first.keyboard.down('KeyA');
  await shows(first, 'who', 'You are driving');
  await shows(first, 'mode', 'person, by keyboard');
  await shows(second, 'who', 'Viewer 1 is driving');
  await first.waitForTimeout(700);
  await picture(first, 'driving');
  await picture(second, 'watching-on-a-tablet');
  await first.keyboard.up('KeyA');
  await shows(first, 'who', 'No policy yet');
  await shows(first, 'interventions', '^1$');

  // A pad that trembles is nobody; one that is pushed is.
  await first.evaluate(() => { const t = setInterval(() => { window.pad.axes[0] = 0.15 * (Math.random() - 0.5); }, 15); window.calm = () => clearInterval(t); });
  await first.waitForTimeout(1500);
  await shows(first, 'takeOvers', '^1$');
  await first.evaluate(() => { window.calm(); window.pad.axes[1] = -1; });
  await shows(first, 'mode', 'person, by gamepad');
  await shows(first, 'who', 'You are driving');
  await first.keyboard.press('Enter');
  await shows(first, 'phase', 'the last one was solved');
  await first.evaluate(() => { window.pad.axes[1] = 0; });
  await shows(first, 'interventions', '^2$');

  // Driving, and then the page freezes: the robot holds and says why.
  await first.keyboard.down('KeyR');
  await shows(first, 'who', 'You are driving');
  first.evaluate(() => { const end = Date.now() + 4000; while (Date.now() < end); });
  await shows(second, 'notice', 'The link to the person who was driving was lost');
  await picture(second, 'link-lost');
  console.log(`taken back ${second.told.desk.longestReturn_ms} ms after the last message, ${second.told.desk.stalls} stalls`);
  await first.keyboard.up('KeyR');
  await first.waitForTimeout(3000);
  await first.keyboard.press('Space');
  await second.waitForFunction(() => document.getElementById('notice').hidden, null, { timeout: PATIENCE_MS });

  // The commander's page is closed, the viewer takes the seat and stops the robot.
  await first.close();
  await shows(second, 'seatText', 'Nobody is in command');
  await second.click('#ask');
  await shows(second, 'seatText', 'You are in command');
  await second.keyboard.press('Escape');
  await shows(second, 'mode', 'Emergency stop');
  await picture(second, 'stopped');
  if (trouble.length) throw new Error(trouble.join('; '));
} catch (e) {
  console.error(e.message);
  process.exitCode = 1;
} finally {
  await browser.close();
}
