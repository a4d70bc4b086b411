// Plays the person at the cockpit in a real browser: node operator.mjs URL PICTURES MODULES. Ends with code 1 where something does not come.
import { PATIENCE_MS, act, ends, handBack, insist, key, lasting, open, picture, readable, shows, takeOver } from './page.mjs';

await act(async () => {
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
  await shows(first, 'who', 'Policy 1 is driving');
  await readable(first, 'the policy drives');

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
    await insist(page, () => page.keyboard.press('Enter'), async () => (await page.textContent('#stored')).includes(said.slice(0, -1)));
    await shows(page, 'stored', said.slice(0, -1));
    if (await page.inputValue('#say')) throw new Error('what was stored is still in the field');
    await page.evaluate(() => document.activeElement.blur());
  }
  await shows(first, 'takeOvers', '^0$');
  // A machine that is too slow for its controller ends episodes too: that no letter said a word is seen in the journal.
  if (first.told.desk.engaged || first.told.desk.paused || ['SUCCESS', 'FAILURE'].includes(first.told.counts.last)) throw new Error('typing drove the robot');

  // By keyboard, and back to the policy.
  const left = key(first, 'KeyA');
  let calm = true;
  await lasting(first, async () => {
    await Promise.all([takeOver(first, left), shows(second, 'who', 'Viewer \\d+ is driving')]);
    const over = ends(first);
    await first.waitForTimeout(700);
    await picture(first, 'driving');
    // Looked at on the viewer's page: the look takes longer than a page that drives may be silent.
    await readable(second, 'driving');
    await picture(second, 'watching-on-a-tablet');
    await handBack(first, left);
    return over();
  }, () => { calm = false; });
  // As often as hands came, unless the machine was too slow for a page that drives or for its controller.
  const counted = () => (first.told.desk.stalls || !calm ? '^[1-9]' : `^${first.told.desk.takeOvers}$`);
  const before = first.told.desk.takeOvers;
  if (before !== 1 && calm && !first.told.desk.stalls) throw new Error(`${before} take-overs by one key`);
  await shows(first, 'interventions', counted());

  // A pad that trembles is nobody; one that is pushed is.
  await first.evaluate(() => { const t = setInterval(() => { window.pad.axes[0] = 0.15 * (Math.random() - 0.5); }, 15); window.calm = () => clearInterval(t); });
  await first.waitForTimeout(1500);
  await shows(first, 'takeOvers', `^${before}$`);
  await first.evaluate(() => window.calm());
  const axis = (value) => () => first.evaluate((v) => { window.pad.axes[1] = v; }, value);
  const away = { device: 'gamepad', down: axis(-1), up: axis(0) };
  await lasting(first, async () => {
    await takeOver(first, away);
    const over = ends(first);
    await first.waitForTimeout(900);
    if (first.told.driver === 'person') await insist(first, () => first.keyboard.press('Enter'), over.now);
    const last = await over();
    if (last !== 'SUCCESS') await handBack(first, away);
    return last;
  }, () => { calm = false; }, 'SUCCESS');
  await shows(first, 'phase', 'the last one was solved');
  await away.up();
  await shows(first, 'interventions', counted());

  // Driving, and then the page freezes: the robot holds and says why.
  const up = key(first, 'KeyR');
  await takeOver(first, up);
  first.evaluate(() => { const end = Date.now() + 4000; while (Date.now() < end); });
  await shows(second, 'notice', 'The link to the person who was driving was lost');
  await picture(second, 'link-lost');
  console.log(`taken back ${second.told.desk.longestReturn_ms} ms after the last message, ${second.told.desk.stalls} stalls`);
  await up.up();
  await first.waitForTimeout(3000);
  await insist(first, () => first.keyboard.press('Space'), () => second.evaluate(() => document.getElementById('notice').hidden));

  // The commander's page is closed, the viewer takes the seat and stops the robot.
  await first.close();
  await shows(second, 'seatText', 'Nobody is in command');
  await insist(second, () => second.click('#ask'), async () => (await second.textContent('#seatText')).startsWith('You are'));
  await shows(second, 'seatText', 'You are in command');
  await second.keyboard.press('Escape');
  await shows(second, 'mode', 'Emergency stop');
  await picture(second, 'stopped');
  await readable(second, 'stopped');
});
