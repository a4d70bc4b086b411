// The page: pictures in, thirty a second; hands out at once when they move, else fifty times a second, each with the number of the picture it answers.
// A recorded episode stands in the place of both where there is one: then nothing goes out.
import { Scene } from './robot.js';
import { Hands } from './hands.js';
import { Cameras } from './cameras.js';
import { Curves } from './curves.js';
import { Player } from './player.js';

const LOOK_EVERY_MS = 5, SEND_EVERY_MS = 20, BETWEEN_MS = 7, SILENT_MS = 600, AGAIN_MS = 700, DEAD_MS = 2000, UNHEARD_MS = 800, TOLD_MS = 5000;
const PHASES = { HOMING: 'Going back to the start', SETTLING: 'Waiting until everything is at rest', RUNNING: 'Running' };
const LABELS = { pause: 'Pause', start: 'Start', success: 'Success', failure: 'Failure', abort: 'Abort', again: 'Again', ask: 'Ask for command', give: 'Hand over' };
const ENDS = { SUCCESS: 'solved', FAILURE: 'marked as failed', TIME_OUT: 'out of time', ABORTED: 'aborted' };
const $ = (id) => document.getElementById(id);
const text = (id, value) => { const e = $(id), s = String(value); if (e.textContent !== s) e.textContent = s; };

const robot = await (await fetch('robot.json')).json();
const scene = new Scene($('robot'), robot);
const cameras = new Cameras($('cameras'), robot.cameras, !robot.recorded);
document.body.classList.toggle('played', !!robot.recorded);
const flies = !!robot.body.gate;
// A drag of so much is full speed.
const BAND_M = flies ? 0.8 : 0.08;
// What was pressed or typed and is not heard yet, oldest first; the word that waits for nobody; what was given up.
let words = [], urgent = null, unheard = null, said = 0;
let socket, seq = 0, newest = null, heard_ms = 0, drawn = 0, sent = '', sent_ms = 0, looked_ms = 0, quiet_ms = 0;

const commands = () => newest && newest.state.desk?.commander === newest.you;
const silent = () => !newest || performance.now() - heard_ms > SILENT_MS;
/**
 * A stop or a pause waits for nobody and is said until it is seen done. Any other word, or a sentence, is said under its number until the picture
 * shows that as heard. What is pressed while the link is dead is not done when it comes back.
 */
function say(word, by, sentence) {
  const one = { word: word === 'pause' && newest?.state.desk.paused ? 'start' : word, by, ...sentence, at_ms: performance.now() };
  unheard = null;
  if (word !== 'estop' && silent()) giveUp([one]);
  else if (one.word === 'estop' || one.word === 'pause') {
    if (urgent?.word !== 'estop') urgent = one;
    words = words.filter((w) => w.word !== 'start');
  } else if (!words.some((w) => w.word === one.word && w.text === one.text)) words.push({ ...one, said: ++said });
}
/** Nothing is lost without a word: the person may press again. */
function giveUp(all) {
  if (urgent && all.includes(urgent)) urgent = null;
  words = words.filter((w) => !all.includes(w));
  const told = all.find((w) => commands() || w.word === 'ask' || w.text);
  if (told) unheard = { ...told, until_ms: performance.now() + TOLD_MS };
}
/** What the picture shows as done or heard. */
function settle() {
  const { heard, state } = newest;
  if (urgent?.sent && (urgent.word === 'estop' ? stopped(state) : state.desk.paused)) urgent = null;
  for (const w of [...words, unheard]) if (w?.text && w.said <= heard && $('say').value === w.typed) $('say').value = '';
  words = words.filter((w) => w.said > heard);
  if (unheard && (unheard.said <= heard || (unheard.word === 'pause' && state.desk.paused))) unheard = null;
}
/** Said too long ago to be meant now. */
function age(now_ms) {
  if (unheard?.until_ms < now_ms) unheard = null;
  const old = [...words, ...(urgent && urgent.word !== 'estop' ? [urgent] : [])].filter((w) => silent() || (!w.text && now_ms - w.at_ms > UNHEARD_MS));
  if (old.length) giveUp(old);
}
const stopped = ({ estop, desk }) => estop || desk.why.startsWith('The emergency stop');
const hands = robot.recorded ? null : new Hands(say, () => send());
$('view').setAttribute('aria-label', flies ? 'The vehicle, drawn from its pose' : 'The robot, drawn from its joint angles');

function connect() {
  seq = 0; quiet_ms = -Infinity;
  socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/link`);
  socket.onmessage = (message) => {
    newest = JSON.parse(message.data); heard_ms = performance.now(); quiet_ms = 0;
    settle();
  };
  socket.onclose = () => setTimeout(connect, AGAIN_MS);
}

function send() {
  const now_ms = performance.now(), read = hands.read(), held = JSON.stringify(read);
  age(now_ms);
  if (socket?.readyState !== WebSocket.OPEN) return;
  // A line on which nothing comes any more is given up, and another one tried; time in which the page itself stood still does not count.
  quiet_ms += Math.min(now_ms - looked_ms, 50); looked_ms = now_ms;
  if (quiet_ms > DEAD_MS) { socket.close(); return; }
  if (!urgent && (!newest || socket.bufferedAmount > 4096)) return;
  // A stick takes three readings to be a person: they need not wait for the beat.
  const word = urgent ?? words[0], eager = held !== sent || (word && !word.sent) || urgent || (read.device === 'gamepad' && read.axes.some((a) => Math.abs(a) > 0.08));
  if (now_ms - sent_ms < (eager ? BETWEEN_MS : SEND_EVERY_MS)) return;
  sent = held; sent_ms = now_ms;
  if (word) word.sent = true;
  socket.send(JSON.stringify({ seq: ++seq, ack: newest?.n ?? 0, ...read, word: word?.word, by: word?.by, said: word?.said, text: word?.text }));
}

function who({ state, you }) {
  const { desk, driver } = state;
  if (state.tone === 'stop') return !state.fresh ? 'No contact' : flies && state.mode !== 'IDLE' ? 'Coming down' : 'Stopped';
  if (driver === 'policy') return state.policy ? `Policy ${state.policy} is driving` : 'No policy yet: standing still';
  if (driver === 'script') return 'The scripted operator is driving';
  if (driver === 'person' && !desk.engaged) return `Driven by ${desk.device}`;
  if (driver === 'person') return desk.commander === you ? 'You are driving' : `Viewer ${desk.commander} is driving`;
  if (desk.engaged && desk.commander === you) return 'Yours: the robot moves when the episode runs';
  return desk.paused ? 'Paused: nobody is driving' : 'Nobody is driving';
}

function notice({ state, you }) {
  const { desk } = state;
  if (silent()) return 'The link to the robot is silent. What you do here has no effect; the robot is no longer yours.';
  if (unheard) return unheard.text ? 'What you typed was not heard: press Enter again.' : `“${LABELS[unheard.word]}” was not heard: press again.`;
  if (state.estop) return 'The emergency stop is latched. Reset it at the controller first, then press Start.';
  if (desk.paused) return `${desk.why} Press Start to go on.`;
  if (desk.asking && desk.commander === you) return `Viewer ${desk.asking} asks for command.`;
  return '';
}

/** Corrections that were lost on the way to the learner: nothing that is learned from then on is to be believed. */
function alarm({ learner }) {
  return learner.differ ? `Corrections are being lost: ${learner.sent} were sent, the learner counts ${learner.stored}. Stop and look at both logs before you train on.` : '';
}

function bars(state) {
  const box = $('bars');
  if (!box.children.length) {
    for (let i = 0; i < robot.labels.length; i++) {
      const row = document.createElement('div'), lane = document.createElement('div');
      row.className = 'bar'; lane.className = 'lane';
      row.append(robot.labels[i], lane);
      for (const kind of ['proposed', 'executed']) { const i = document.createElement('i'); i.className = kind; lane.append(i); }
      box.append(row);
    }
  }
  [...box.children].forEach((row, i) => [state.proposed[i], state.body.executed[i]].forEach((value, k) => {
    const v = Math.min(1, Math.max(-1, value)), bar = row.lastChild.children[k];
    bar.style.left = `${50 + 50 * Math.min(0, v)}%`; bar.style.width = `${50 * Math.abs(v)}%`;
  }));
}

/** What the robot and a recorded one have in common. */
function fillRobot({ state }, said) {
  const sign = state.tone === 'stop' ? 'stop' : state.driver;
  document.body.dataset.driver = state.driver; document.body.dataset.tone = state.tone;
  if ($('badge').firstElementChild.getAttribute('href') !== `#sign-${sign}`) $('badge').firstElementChild.setAttribute('href', `#sign-${sign}`);
  text('who', said.who); text('mode', said.mode); text('number', state.episode.number); text('phase', said.phase);
  const { demonstration, evaluation } = state.episode;
  $('demo').hidden = !demonstration && !evaluation; text('demo', demonstration ? 'demonstration' : 'evaluation: a take-over counts against the policy');
  bars(state);
  const { p_m: p, width_m } = state.body, of = p?.every(Number.isFinite) && (flies ? `at ${p.map((v) => v.toFixed(2)).join(', ')} m` : `tool ${p.map((v) => (1000 * v).toFixed(0)).join(', ')} mm`);
  text('place', [robot.robot, robot.task, of || 'where it was is not recorded', !flies && width_m !== null && `opening ${(1000 * width_m).toFixed(0)} mm`].filter(Boolean).join(' · '));
}

function fill(picture) {
  const { state } = picture, { desk, episode, counts, health } = state;
  fillRobot(picture, {
    who: who(picture),
    mode: state.driver === 'person' ? `${state.modeText}, by ${desk.device}` : state.modeText,
    phase: `${PHASES[episode.phase]}${episode.phase === 'RUNNING' ? `, step ${episode.steps} of ${robot.episode_steps}` : ''}${counts.last ? ` · the last one was ${ENDS[counts.last]}` : ''}`,
  });
  document.body.classList.toggle('watching', !commands());
  const said = notice(picture);
  $('notice').hidden = !said; text('notice', said);
  const alarmed = alarm(state);
  $('alarm').hidden = !alarmed; text('alarm', alarmed);
  text('seatText', commands() ? 'You are in command.' : desk.commander ? `You watch. Viewer ${desk.commander} is in command.` : 'Nobody is in command.');
  $('ask').hidden = !!commands(); $('give').hidden = !(commands() && desk.asking);
  const pause = $('pause'); if (pause.firstChild.data !== (desk.paused ? 'Start' : 'Pause')) pause.firstChild.data = desk.paused ? 'Start' : 'Pause';
  document.querySelectorAll('.words button').forEach((b) => { b.disabled = !commands(); });
  $('progress').value = episode.phase === 'RUNNING' ? episode.steps / robot.episode_steps : 0;
  text('takeOvers', desk.takeOvers); text('interventions', counts.interventions); text('episodes', counts.episodes);
  text('success', counts.recentEpisodes ? `${Math.round(100 * counts.recentSuccess)} % of ${counts.recentEpisodes}` : '–');
  text('recorded', counts.recorded); text('byPerson', counts.recordedByPerson);
  const safety = state.safety.join(', ');
  if ($('safety').dataset.shown !== safety) {
    $('safety').dataset.shown = safety;
    $('safety').replaceChildren(...state.safety.map((name) => { const li = document.createElement('li'); li.textContent = name; return li; }));
  }
  text('safetySum', state.safety.length ? 'acted in the last 1.5 s' : 'nothing to report');
  text('tick', `${health.tick_p99_9_us} µs`); text('wakeup', `${health.wakeup_p99_us} µs`); text('skipped', health.skipped); text('missed', counts.missed);
  text('policy', state.policy ? `version ${state.policy}` : 'none yet'); 
  text('learner', state.learner.connected ? `${state.learner.updates} updates` : 'away');
  text('atLearner', state.learner.connected ? `${state.learner.stored} of ${state.learner.sent}` : '–');
  text('stored', desk.sentences ? `${desk.sentences} stored: “${desk.sentence}”` : '');
  text('pad', hands.padName ? `Gamepad: ${hands.padName}.` : 'No gamepad seen.');
}

const driverColour = () => getComputedStyle(document.body).getPropertyValue('--driver').trim() || '#555';

function frame() {
  requestAnimationFrame(frame);
  if (!newest) return;
  const dead = silent();
  if (newest.n === drawn && !dead) return;
  drawn = newest.n;
  if (dead) { newest.state.fresh = false; newest.state.tone = 'stop'; newest.state.driver = 'nobody'; newest.state.modeText = 'The link is silent'; }
  fill(newest);
  scene.draw(newest.state, driverColour(), commands());
}

function hold(canvas) {
  let kind = '', last = null, start = null;
  canvas.addEventListener('pointerdown', (e) => {
    canvas.setPointerCapture(e.pointerId);
    const box = canvas.getBoundingClientRect(), ring = scene.ring;
    const near = ring && Math.hypot(e.clientX - box.x - ring.x, e.clientY - box.y - ring.y) < scene.ring_px + 9;
    kind = near && commands() ? 'tool' : 'orbit';
    start = last = [e.clientX, e.clientY];
  });
  canvas.addEventListener('pointermove', (e) => {
    if (!kind) return;
    if (kind === 'orbit') scene.orbit(e.clientX - last[0], e.clientY - last[1]);
    // As a rubber band.
    else scene.dragged(e.clientX - start[0], e.clientY - start[1], scene.ring.tool).forEach((v, i) => { hands.mouse[i] = v / BAND_M; });
    last = [e.clientX, e.clientY];
  });
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) canvas.addEventListener(end, () => { kind = ''; hands.mouse.fill(0); send(); });
  canvas.addEventListener('wheel', (e) => { e.preventDefault(); scene.zoom(Math.exp(e.deltaY * 0.001)); }, { passive: false });
}

/** A robot that is there. */
function drive() {
  new Curves($('learning'));
  $('open').hidden = $('close').hidden = robot.gripper < 0;
  $('padTurn').hidden = !flies;
  $('hint').textContent = `Drag the ring at the ${flies ? 'vehicle' : 'tool'} to move it, drag elsewhere to look around, wheel to come nearer.`;
  if (flies) $('turns').textContent = 'Q E turn, ';
  document.querySelectorAll('[data-word]').forEach((b) => b.addEventListener('click', () => { say(b.dataset.word, 'button'); send(); }));
  // One line of whole characters, as the server wants it; it stays in the field until it is stored.
  $('say').addEventListener('keydown', (e) => {
    if (e.code !== 'Enter' || e.isComposing) return;
    const typed = $('say').value, text = typed.toWellFormed().replace(/\p{Cc}/gu, ' ').trim();
    if (text) say(undefined, undefined, { text, typed });
    send();
  });
  $('hold').addEventListener('click', () => hands.keep(!hands.hold));
  hands.press($('open'), 'open'); hands.press($('close'), 'close');
  hands.stick($('padPlane'), (x, y) => { hands.sticks[0] = y; hands.sticks[1] = -x; });
  hands.stick($('padLift'), (x, y) => { hands.sticks[2] = y; });
  hands.stick($('padTurn'), (x) => { hands.sticks[5] = -x; });
  connect();
  setInterval(send, LOOK_EVERY_MS);
  frame();
}

/** One that was. */
function play() {
  $('learning').remove();
  new Player(robot, cameras, (state, said, trail) => {
    newest = { you: 0, state };
    fillRobot(newest, said);
    const colours = getComputedStyle(document.documentElement);
    scene.trail = trail.map(({ p, driver }) => ({ p, colour: colours.getPropertyValue(`--${driver}`) }));
    scene.draw(state, driverColour(), false);
  });
}

// A clicked button gives the keys back to the page.
addEventListener('click', (e) => e.detail > 0 && e.target.closest('button')?.blur());
hold($('robot'));
if (robot.recorded) play(); else drive();
