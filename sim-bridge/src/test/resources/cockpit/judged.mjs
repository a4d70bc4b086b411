// Watches an evaluation, pauses it, helps, and says success, which is not the policy's: node judged.mjs URL PICTURES MODULES.
import { act, insist, key, open, picture, shows, takeOver } from './page.mjs';

await act(async () => {
  const page = await open(1280, 820);
  await shows(page, 'who', 'Policy \\d+ is driving');
  await shows(page, 'demo', 'a take-over counts against the policy');
  await insist(page, () => page.keyboard.press('Space'), () => page.told.desk.paused);
  await shows(page, 'notice', 'Paused by the person in command');
  const steps = page.told.episode.steps;
  await page.waitForTimeout(700);
  if (page.told.episode.steps !== steps) throw new Error('a pause is no pause');
  await insist(page, () => page.keyboard.press('Space'), () => !page.told.desk.paused);
  await shows(page, 'who', 'Policy \\d+ is driving');
  await takeOver(page, key(page, 'KeyR'));
  await picture(page, 'judged');
  await page.waitForTimeout(500);
  // The process ends with its episode.
  await insist(page, () => page.keyboard.press('Enter'), () => page.left);
  await page.keyboard.up('KeyR').catch(() => {});
});
