// Presses keys at the cockpit's page in a real browser as it is told, a line at a time: node presses.mjs MODULES. Answers each line with one.
// Times are the machine's monotonic clock in nanoseconds: before the key was given to the browser, and the key event's own stamp in the page.
import { createRequire } from 'module';
import { createInterface } from 'readline';
const { chromium } = createRequire(process.argv[2] + '/')('playwright-core');
const CALIBRATIONS = 50;

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const now_ns = () => process.hrtime.bigint();
let page, offset_ns, spread_ns;

/** What to add to the page's clock: by the answer that took least. */
async function calibrate() {
  spread_ns = null;
  for (let i = 0; i < CALIBRATIONS; i++) {
    const before = now_ns(), there_ms = await page.evaluate(() => performance.now()), took = now_ns() - before;
    if (spread_ns !== null && took >= spread_ns) continue;
    spread_ns = took; offset_ns = before + took / 2n - BigInt(Math.round(there_ms * 1e6));
  }
}

const does = {
  async open(url) {
    page = await browser.newPage({ viewport: { width: 1280, height: 820 } });
    await page.addInitScript(() => addEventListener('keydown', (e) => { window.pressed_ms = e.timeStamp; }, true));
    await page.goto(url);
    await page.waitForFunction(() => document.getElementById('seatText').textContent === 'You are in command.');
    await calibrate();
    return `${spread_ns}`;
  },
  async down(key) {
    const given_ns = now_ns();
    await page.keyboard.down(key);
    const pressed_ms = await page.evaluate(() => window.pressed_ms);
    return `${given_ns} ${offset_ns + BigInt(Math.round(pressed_ms * 1e6))}`;
  },
  async up(key) { await page.keyboard.up(key); },
  async tap(key) { await page.keyboard.press(key); },
  async close() { await page.close(); },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [what, with_] = line.split(' ');
  try {
    console.log(`ok ${(await does[what](with_)) ?? ''}`);
  } catch (e) {
    console.log(`failed ${String(e.message).split('\n')[0]}`);
  }
}
await browser.close();
