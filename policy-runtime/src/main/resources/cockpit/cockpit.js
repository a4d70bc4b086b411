// The page: pictures in, thirty a second; hands out at once when they move, else fifty times a second, each with the number of the picture it answers.
import { Scene } from './robot.js';
import { Hands } from './hands.js';
import { Cameras } from './cameras.js';
import { Curves } from './curves.js';

const LOOK_EVERY_MS = 5, SEND_EVERY_MS = 20, BETWEEN_MS = 7, SILENT_MS = 600, AGAIN_MS = 700;
const PHASES = { HOMING: 'Going back to the start', SETTLING: 'Waiting until everything is at rest', RUNNING: 'Running' };
const ENDS = { SUCCESS: 'solved', FAILURE: 'marked as failed', TIME_OUT: 'out of time', ABORTED: 'aborted' };
const $ = (id) => document.getElementById(id);
const text = (id, value) => { const e = $(id), s = String(value); if (e.textContent !== s) e.textContent = s; };

const robot = await (await fetch('robot.json')).json();
const scene = new Scene($('robot'), robot);
new Cameras($('cameras'), robot.cameras);
new Curves($('learning'));
const words = [], flies = !!robot.body.gate;
// A drag of so much is full speed.
const BAND_M = flies ? 0.8 : 0.08;
let sentence = '', typing = '';
let socket, seq = 0, newest = null, heard_ms = 0, drawn = 0, sent = '', sent_ms = 0;

const commands = () => newest && newest.state.desk.commander === newest.you;
const say = (word) => words.push(word === 'pause' && newest?.state.desk.paused ? 'start' : word);
const hands = new Hands(say, () => send());
$('open').hidden = $('close').hidden = robot.gripper < 0;
$('view').setAttribute('aria-label', flies ? 'The vehicle, drawn from its pose' : 'The robot, drawn from its joint angles');
$('hint').textContent = `Drag the ring at the ${flies ? 'vehicle' : 'tool'} to move it, drag elsewhere to look around, wheel to come nearer.`;
if (flies) $('turns').textContent = 'Q E turn, ';

function connect() {
  seq = 0;
  socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/link`);
  socket.onmessage = (message) => { newest = JSON.parse(message.data); heard_ms = performance.now(); };
  socket.onclose = () => setTimeout(connect, AGAIN_MS);
}

function send() {
  if (socket?.readyState !== WebSocket.OPEN || !newest || socket.bufferedAmount > 4096) return;
  const now_ms = performance.now(), read = hands.read(), said = JSON.stringify(read);
  // A stick takes three readings to be a person: they need not wait for the beat.
  const eager = said !== sent || words.length || sentence || (read.device === 'gamepad' && read.axes.some((a) => Math.abs(a) > 0.08));
  if (now_ms - sent_ms < (eager ? BETWEEN_MS : SEND_EVERY_MS)) return;
  sent = said; sent_ms = now_ms;
  const word = words.shift(), text = sentence;
  sentence = '';
  socket.send(JSON.stringify({ seq: ++seq, ack: newest.n, ...read, ...(word && { word }), ...(text && { text }) }));
}

function who({ state, you }) {
  const { desk, driver } = state;
  if (state.tone === 'stop') return !state.fresh ? 'No contact' : flies && state.mode !== 'IDLE' ? 'Coming down' : 'Stopped';
  if (driver === 'policy') return state.policy ? `Policy ${state.policy} is driving` : 'No policy yet: standing still';
  if (driver === 'script') return 'The scripted operator is driving';
  if (driver === 'person') return desk.commander === you ? 'You are driving' : `Viewer ${desk.commander} is driving`;
  if (desk.engaged && desk.commander === you) return 'Yours: the robot moves when the episode runs';
  return desk.paused ? 'Paused: nobody is driving' : 'Nobody is driving';
}

function notice({ state, you }) {
  const { desk } = state;
  if (performance.now() - heard_ms > SILENT_MS) return 'The link to the robot is silent. What you do here has no effect; the robot is no longer yours.';
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

function fill(picture) {
  const { state } = picture, { desk, episode, counts, health } = state;
  const sign = state.tone === 'stop' ? 'stop' : state.driver;
  document.body.dataset.driver = state.driver; document.body.dataset.tone = state.tone;
  document.body.classList.toggle('watching', !commands());
  if ($('badge').firstElementChild.getAttribute('href') !== `#sign-${sign}`) $('badge').firstElementChild.setAttribute('href', `#sign-${sign}`);
  text('who', who(picture));
  text('mode', state.driver === 'person' ? `${state.modeText}, by ${desk.device}` : state.modeText);
  const said = notice(picture);
  $('notice').hidden = !said; text('notice', said);
  const alarmed = alarm(state);
  $('alarm').hidden = !alarmed; text('alarm', alarmed);
  text('seatText', commands() ? 'You are in command.' : desk.commander ? `You watch. Viewer ${desk.commander} is in command.` : 'Nobody is in command.');
  $('ask').hidden = !!commands(); $('give').hidden = !(commands() && desk.asking);
  const pause = $('pause'); if (pause.firstChild.data !== (desk.paused ? 'Start' : 'Pause')) pause.firstChild.data = desk.paused ? 'Start' : 'Pause';
  document.querySelectorAll('.words button').forEach((b) => { b.disabled = !commands(); });
  text('number', episode.number); $('demo').hidden = !episode.demonstration;
  text('phase', `${PHASES[episode.phase]}${episode.phase === 'RUNNING' ? `, step ${episode.steps} of ${robot.episode_steps}` : ''}${counts.last ? ` · the last one was ${ENDS[counts.last]}` : ''}`);
  $('progress').value = episode.phase === 'RUNNING' ? episode.steps / robot.episode_steps : 0;
  text('takeOvers', desk.takeOvers); text('interventions', counts.interventions); text('episodes', counts.episodes);
  text('success', counts.recentEpisodes ? `${Math.round(100 * counts.recentSuccess)} % of ${counts.recentEpisodes}` : '–');
  text('recorded', counts.recorded); text('byPerson', counts.recordedByPerson);
  bars(state);
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
  const p = state.body.p_m;
  text('place', `${robot.robot} · ${robot.task} · ${flies ? `at ${p.map((v) => v.toFixed(2)).join(', ')} m` :
    `tool ${p.map((v) => (1000 * v).toFixed(0)).join(', ')} mm · opening ${(1000 * state.body.width_m).toFixed(0)} mm`}`);
  // What was typed stays in the field until it is stored.
  if (desk.sentence && desk.sentence === typing) { typing = ''; $('say').value = ''; }
  text('stored', desk.sentences ? `${desk.sentences} stored: “${desk.sentence}”` : '');
  text('pad', hands.padName ? `Gamepad: ${hands.padName}.` : 'No gamepad seen.');
}

function frame() {
  requestAnimationFrame(frame);
  if (!newest) return;
  const silent = performance.now() - heard_ms > SILENT_MS;
  if (newest.n === drawn && !silent) return;
  drawn = newest.n;
  if (silent) { newest.state.fresh = false; newest.state.tone = 'stop'; newest.state.driver = 'nobody'; newest.state.modeText = 'The link is silent'; }
  fill(newest);
  scene.draw(newest.state, getComputedStyle(document.body).getPropertyValue('--driver').trim() || '#555', commands());
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

document.querySelectorAll('[data-word]').forEach((b) => b.addEventListener('click', () => say(b.dataset.word)));
// A clicked button gives the keys back to the page.
addEventListener('click', (e) => e.detail > 0 && e.target.closest('button')?.blur());
// One line of whole characters, as the server wants it.
$('say').addEventListener('keydown', (e) => {
  if (e.code !== 'Enter' || e.isComposing) return;
  typing = sentence = $('say').value.toWellFormed().replace(/\p{Cc}/gu, ' ').trim();
  send();
});
$('hold').addEventListener('click', () => hands.keep(!hands.hold));
hands.press($('open'), 'open'); hands.press($('close'), 'close');
hands.stick($('padPlane'), false, (x, y) => { hands.sticks[0] = y; hands.sticks[1] = -x; });
hands.stick($('padLift'), true, (x, y) => { hands.sticks[2] = y; });
hold($('robot'));
connect();
setInterval(send, LOOK_EVERY_MS);
frame();
