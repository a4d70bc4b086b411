// A page of the cockpit in a real browser, and what a person needs to see on it.
import { createRequire } from 'module';
export const PATIENCE_MS = 180000;
const [url, pictures, modules] = process.argv.slice(2);
// Each line with its moment.
for (const how of ['log', 'error']) { const plain = console[how]; console[how] = (...words) => plain(new Date().toISOString().slice(11, 23), ...words); }
const { chromium } = createRequire(modules + '/')('playwright-core');

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
/** What no page may say: errors, and requests to anywhere else. */
export const trouble = [];
/** A page of so many pixels; `touch`: a tablet's; `before`: what runs in it ahead of its own scripts. */
export const open = async (width, height, touch = false, before = () => {}) => {
  const page = await (await browser.newContext({ viewport: { width, height }, hasTouch: touch })).newPage();
  page.on('pageerror', (e) => trouble.push(e.message));
  page.on('console', (m) => m.type() === 'error' && trouble.push(m.text()));
  page.on('request', (r) => new URL(r.url()).host !== new URL(url).host && trouble.push('asked elsewhere: ' + r.url()));
  // A gamepad that the test moves.
  await page.addInitScript(() => {
    window.pad = { id: 'simulated', connected: true, axes: [0, 0, 0, 0], buttons: Array.from({ length: 17 }, () => ({ pressed: false })) };
    navigator.getGamepads = () => [window.pad];
  });
  await page.addInitScript(before);
  // What the page is told, until its line is closed.
  page.on('websocket', (socket) => {
    if (!socket.url().endsWith('/link')) return;
    page.left = false;
    socket.on('framereceived', (f) => { page.told = JSON.parse(f.payload).state; });
    socket.on('close', () => { page.left = true; });
  });
  page.sockets = [];
  page.on('websocket', (socket) => page.sockets.push(socket.url()));
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
    const idle = e.closest(":disabled") || (document.body.classList.contains('watching') && e.closest('#hands'));
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
export const readable = async (page, where) => {
  const { faint, nearest } = await page.evaluate(look);
  console.log(`${where}: ${faint.length} words too faint, states at least ${nearest.toFixed(0)} apart for any eyes`);
  if (faint.length) throw new Error(`${where}: too faint: ${faint.join('; ')}`);
  if (nearest < 10) throw new Error(`two states look alike: ${nearest}`);
};
const noticed = (page) => page.evaluate(() => { const e = document.getElementById('notice'); return e.hidden ? '' : e.textContent; });
export const shows = async (page, id, what) => {
  const shown = await page.waitForFunction(([i, w]) => { const t = document.getElementById(i).textContent; return new RegExp(w).test(t) && `${i}: ${t}`; }, [id, what], { timeout: PATIENCE_MS })
    .catch(async () => { throw new Error(`#${id}: expected ${what}, shows "${await page.textContent('#' + id)}", notice "${await noticed(page)}"`); });
  console.log(await shown.jsonValue());
};
/** The counters of a long day, for as long as it takes to look. */
const LONG = { takeOvers: '1234', interventions: '1234', episodes: '1234', success: '100 % of 20', recorded: '123456', byPerson: '123456', atLearner: '123456 of 123456' };
/** A picture of a page that has room for its numbers. */
export const picture = async (page, name) => {
  const cut = await page.evaluate((long) => {
    const all = [...document.querySelectorAll('dd')].filter((e) => e.checkVisibility()), was = all.map((e) => e.textContent);
    for (const e of all) if (long[e.id]) e.textContent = long[e.id];
    const over = (e) => e.getBoundingClientRect().right - e.closest('section').getBoundingClientRect().right;
    const out = all.filter((e) => over(e) > -4).map((e) => `${e.id} by ${over(e).toFixed(0)} px`);
    all.forEach((e, i) => { e.textContent = was[i]; });
    return out;
  }, LONG);
  if (cut.length) throw new Error(`${name}: cut off: ${cut}`);
  await page.screenshot({ path: `${pictures}/${name}.png` });
};

/** Until an episode runs that somebody else has begun and that has some time to go. */
export const early = async (page) => {
  const end = Date.now() + PATIENCE_MS;
  const soon = ({ phase, steps }) => phase === 'RUNNING' && steps > 2 && steps < 40;
  while (!soon(page.told.episode)) {
    if (Date.now() > end) throw new Error(`no episode begins: ${JSON.stringify(page.told.episode)}`);
    await page.waitForTimeout(20);
  }
};

/** Presses, and again only where the page itself says that it was not heard, or could not be, until `done`. */
export const insist = async (page, press, done) => {
  const end = Date.now() + PATIENCE_MS, unheard = /press (Enter )?again|is silent/;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`pressed and not done: notice "${await noticed(page)}", desk ${JSON.stringify(page.told.desk)}`);
    const notice = await noticed(page);
    if (/is silent/.test(notice)) { await page.waitForTimeout(50); continue; }
    await press();
    // What it said before goes with its next picture.
    for (let i = 0; i < 40 && /again/.test(notice) && await noticed(page) === notice && !(await done()); i++) await page.waitForTimeout(50);
    while (!(await done()) && Date.now() < end) {
      const now = await noticed(page);
      if (unheard.test(now)) { console.log(`to be pressed again: ${now}`); break; }
      await page.waitForTimeout(20);
    }
  }
};
/** Where a page that was too slow has lost the robot, a person lets it go on. */
const goOn = async (page) => {
  if (!page.told.desk.paused) return;
  console.log(`to be started again: ${page.told.desk.why}`);
  await insist(page, () => page.keyboard.press('Space'), () => !page.told.desk.paused);
};
export const key = (page, code) => ({ device: 'keyboard', down: () => page.keyboard.down(code), up: () => page.keyboard.up(code) });
/** Takes the robot in an episode that somebody else has begun, and has it, as the page says; where the page was too slow to keep it, lets go, starts and takes it again. */
export const takeOver = async (page, hand) => {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    await early(page);
    await hand.down();
    const got = await page.waitForFunction((by) => {
      const said = ['who', 'mode'].map((id) => document.getElementById(id).textContent), notice = document.getElementById('notice');
      if (said[0] === 'You are driving' && said[1].endsWith(`person, by ${by}`)) return said.join(', ');
      return /lost/.test(notice.textContent) && !notice.hidden && 'lost';
    }, hand.device, { timeout: PATIENCE_MS }).then((handle) => handle.jsonValue(), () => '');
    if (got && got !== 'lost') { console.log(got); return; }
    if (!got) break;
    await hand.up();
    await goOn(page);
  }
  throw new Error(`not driving: who "${await page.textContent('#who')}", mode "${await page.textContent('#mode')}", notice "${await noticed(page)}"`);
};
/** How the episode that runs now will have ended. */
export const ends = (page) => {
  const { number } = page.told.episode, now = () => page.told.episode.number !== number || page.told.episode.phase !== 'RUNNING';
  const over = async () => {
    for (const end = Date.now() + PATIENCE_MS; !now() && Date.now() < end;) await page.waitForTimeout(20);
    return page.told.counts.last;
  };
  return Object.assign(over, { now });
};
/** Does something in an episode, and once more where that did not end as it should: a machine too slow for its controller aborts episodes. */
export const lasting = async (page, deed, disturbed, wanted = 'TIME_OUT') => {
  const end = Date.now() + PATIENCE_MS;
  for (let last; (last = await deed()) !== wanted;) {
    disturbed();
    console.log(`to be done again: the episode ended ${last}`);
    if (Date.now() > end) throw new Error(`no episode ends ${wanted}: ${JSON.stringify(page.told.counts)}`);
  }
};
/** Lets go, and the robot is the policy's again. */
export const handBack = async (page, hand) => {
  await hand.up();
  const end = Date.now() + PATIENCE_MS;
  while (page.told.desk.engaged && Date.now() < end) await page.waitForTimeout(20);
  await goOn(page);
  await shows(page, 'who', 'Policy \\d+ is driving');
};

/** Runs what a person does; ends with code 1 where something does not come. */
export const act = async (script) => {
  try {
    await script();
    if (trouble.length) throw new Error(trouble.join('; '));
  } catch (e) {
    console.error(e.message);
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
};
