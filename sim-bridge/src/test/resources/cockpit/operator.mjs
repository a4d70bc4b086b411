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
  page.on('websocket', (socket) => socket.url().endsWith('/link') && socket.on('framereceived', (f) => { page.told = JSON.parse(f.payload).state; }));
  await page.goto(url);
  return page;
};
// What a person needs to see: words against what is behind them, and who drives apart from who does not, whatever eyes they have.
const look = () => {
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const read = (text) => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { rgb: [r, g, b].map((v) => v / 255), a }; };
  const bright = (rgb) => { const [r, g, b] = rgb.map(linear); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = (e) => { for (let at = e; at; at = at.parentElement) { const c = read(getComputedStyle(at).backgroundColor); if (c.a === 1) return c.rgb; } return [1, 1, 1]; };
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()), style = getComputedStyle(e);
    // What cannot be used is dim on purpose: a viewer's hands as much as a disabled button.
    const idle = e.disabled || (document.body.classList.contains('watching') && e.closest('#hands'));
    if (!own || idle || e.closest('svg') || !e.checkVisibility() || e.closest('#cameras')) continue;
    let opacity = 1; for (let at = e; at; at = at.parentElement) opacity *= +getComputedStyle(at).opacity;
    const back = behind(e), front = read(style.color).rgb.map((v, i) => opacity * v + (1 - opacity) * back[i]);
    const [low, high] = [bright(front), bright(back)].sort((a, b) => a - b), ratio = (high + 0.05) / (low + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.5 && +style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${e.id || e.tagName} "${e.textContent.trim().slice(0, 20)}" ${ratio.toFixed(2)}`);
  }
  // Machado, Oliveira, Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency, 2009: no red, green, blue cones.
  const eyes = [[1, 0, 0, 0, 1, 0, 0, 0, 1], [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
    [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881], [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039]];
  const times = (m, v) => [0, 3, 6].map((r) => m[r] * v[0] + m[r + 1] * v[1] + m[r + 2] * v[2]);
  const lab = (rgb) => {
    const xyz = times([0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505], rgb.map((c) => Math.min(1, Math.max(0, c))));
    const [x, y, z] = xyz.map((c, i) => c / [0.9505, 1, 1.089][i]).map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116));
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };
  const probe = document.createElement('i'), names = ['policy', 'person', 'script', 'nobody', 'stop'];
  document.body.append(probe);
  const colours = names.map((n) => { probe.style.color = `var(--${n})`; return read(getComputedStyle(probe).color).rgb.map(linear); });
  probe.remove();
  let nearest = Infinity;
  for (const eye of eyes) colours.forEach((a, i) => colours.slice(0, i).forEach((b) => { const [p, q] = [a, b].map((c) => lab(times(eye, c))); nearest = Math.min(nearest, Math.hypot(...p.map((v, k) => v - q[k]))); }));
  return { faint, nearest };
};
const readable = async (page, where) => {
  const { faint, nearest } = await page.evaluate(look);
  console.log(`${where}: ${faint.length} words too faint, states at least ${nearest.toFixed(0)} apart for any eyes`);
  if (faint.length) throw new Error(`${where}: too faint: ${faint.join('; ')}`);
  if (nearest < 10) throw new Error(`two states look alike: ${nearest}`);
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

  // Cameras, each on the line of its own.
  for (const page of [first, second])
    await page.waitForFunction(() => [...document.querySelectorAll('#cameras figcaption')].filter((c) => /: [1-9]\d* a second/.test(c.textContent)).length === 2, null, { timeout: PATIENCE_MS });
  console.log(await first.$$eval('#cameras figcaption', (all) => all.map((c) => c.textContent).join(', ')));

  // With the keyboard alone: every button in reach, and what is reached is seen.
  const reached = [];
  for (let i = 0; i < 30 && !(reached.length && reached[0] === reached.at(-1) && reached.length > 1); i++) {
    await first.keyboard.press('Tab');
    reached.push(await first.evaluate(() => {
      const e = document.activeElement, style = getComputedStyle(e);
      if (e === document.body) return 'page';
      return parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none' ? e.id || e.dataset.word : `${e.id || e.tagName} without a mark`;
    }));
  }
  console.log(`tab: ${reached.join(' ')}`);
  for (const name of ['estop', 'open', 'close', 'hold', 'pause', 'success', 'failure', 'abort', 'again', 'say'])
    if (!reached.includes(name)) throw new Error(`tab does not reach ${name}: ${reached.join(' ')}`);
  await first.evaluate(() => document.activeElement.blur());
  await readable(first, 'nobody drives');

  // A second viewer sees, and cannot command.
  await second.keyboard.down('KeyD');
  await second.waitForTimeout(800);
  await second.keyboard.up('KeyD');
  await second.keyboard.press('Space');
  await second.waitForTimeout(300);
  if (!(await second.isDisabled('#pause'))) throw new Error('a viewer may press pause');
  await shows(second, 'takeOvers', '^0$');
  if (second.told.desk.paused || second.told.desk.engaged) throw new Error('a viewer commanded');
  if (second.told.desk.refused < 1) throw new Error("a viewer's word was not counted");

  // Both type a sentence: it is stored, and no letter of it drives the robot.
  for (const [page, said] of [[first, 'went wide of it, dead astern'], [second, 'far too fast']]) {
    await page.click('#say');
    await page.keyboard.type(said, { delay: 25 });
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await shows(page, 'stored', said.slice(0, -1));
    if (await page.inputValue('#say')) throw new Error('what was stored is still in the field');
    await page.evaluate(() => document.activeElement.blur());
  }
  await shows(first, 'takeOvers', '^0$');
  if (first.told.desk.engaged || first.told.counts.last) throw new Error('typing drove the robot');

  // By keyboard: the episode begins with the person, for there is no policy.
  await first.keyboard.down('KeyA');
  await shows(first, 'who', 'You are driving');
  await shows(first, 'mode', 'person, by keyboard');
  await shows(second, 'who', 'Viewer \\d+ is driving');
  await first.waitForTimeout(700);
  await picture(first, 'driving');
  // Looked at on the viewer's page: the look takes longer than a page that drives may be silent.
  await readable(second, 'driving');
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
  await readable(second, 'stopped');
  if (trouble.length) throw new Error(trouble.join('; '));
} catch (e) {
  console.error(e.message);
  process.exitCode = 1;
} finally {
  await browser.close();
}
