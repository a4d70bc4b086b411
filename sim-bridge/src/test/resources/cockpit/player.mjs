// Looks at recorded episodes on the cockpit's page: node player.mjs URL PICTURES MODULES NAME. The first one shown has a person's correction in it.
import { act, open, picture, readable, shows } from './page.mjs';
const name = process.argv[5];

await act(async () => {
  const page = await open(1280, 820);
  await shows(page, 'mode', 'Recorded: step \\d+ of [1-9]');
  const robot = await (await page.request.get(new URL('robot.json', page.url()).href)).json();
  const shown = robot.recorded.first;
  const film = await (await page.request.get(new URL(`episodes/${shown}`, page.url()).href)).json();
  const last = film.shots.length - 1;
  // It plays by itself to the end, at the pace of then.
  await shows(page, 'who', 'It ended here: solved');
  await shows(page, 'mode', `step ${last} of ${last}`);

  // A person's step: seen on the band, in words, in what was executed.
  const step = film.shots.findIndex((s) => s.driver === 'person');
  if (step < 0) throw new Error('no step of a person was recorded');
  await page.keyboard.press('Home');
  for (let i = 0; i < step; i++) await page.keyboard.press('ArrowRight');
  await shows(page, 'who', 'A person was driving');
  await shows(page, 'mode', `Recorded: step ${step} of ${last}, by [a-z]+`);
  await shows(page, 'filmPerson', '^1$');
  await shows(page, 'filmTakeOvers', '^1$');
  const band = await page.$$eval('#strip .person', (all) => all.map((e) => [parseFloat(e.style.left), e.title]));
  if (Math.abs(band[0][0] - 100 * step / last) > 0.5) throw new Error(`the band says ${band}`);
  const executed = await page.$$eval('#bars .executed', (all) => all.map((e) => (parseFloat(e.style.left) < 49.9 ? -1 : 1) * parseFloat(e.style.width) / 50));
  film.shots[step].executed.forEach((v, i) => { if (Math.abs(Math.min(1, Math.max(-1, v)) - executed[i]) > 0.02) throw new Error(`executed ${film.shots[step].executed}, drawn ${executed}`); });
  await readable(page, 'a recorded correction');
  await picture(page, name);

  // What was typed or pressed leads to its step.
  const told = film.notes.findIndex((n) => n.step > 0);
  if (told >= 0) {
    await page.click(`#notes li:nth-child(${told + 1}) button`);
    await shows(page, 'mode', `step ${film.notes[told].step} of`);
  }
  // The slider, slower, and on from there.
  await page.fill('#scrub', '1');
  await shows(page, 'mode', 'step 1 of');
  await page.keyboard.press('Comma');
  await shows(page, 'pace', '0.5');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Space');
  await shows(page, 'run', 'Pause');
  await shows(page, 'mode', 'step [2-9]');
  await page.keyboard.press('Space');
  await shows(page, 'run', 'Play');

  if (robot.cameras.length) {
    await page.fill('#scrub', '2');
    // What that camera saw at that step: the test paints the step's number as a shade of grey.
    await page.waitForFunction(() => { const c = document.querySelector('#cameras canvas'); return c.getContext('2d').getImageData(2, 2, 1, 1).data[0] === 2 * 20; }, null, { timeout: 15000 });
  }
  if (robot.recorded.episodes > 1) {
    const other = shown > 0 ? 'BracketLeft' : 'BracketRight';
    await page.keyboard.press(other);
    await shows(page, 'number', `^${shown > 0 ? shown - 1 : shown + 1}$`);
  }
  // Nothing can be commanded: no line out, nothing of the hands, no stop that would not stop.
  await page.keyboard.press('KeyW');
  if (page.sockets.length) throw new Error(`a line to ${page.sockets}`);
  for (const id of ['hands', 'estop', 'seat', 'padPlane']) if (await page.isVisible(`#${id}`)) throw new Error(`#${id} is there`);
});
