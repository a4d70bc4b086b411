// A recorded episode in the robot's place: drawn step by step as it was, at the pace of then or another. Nothing goes out.

const SPEEDS = [0.25, 0.5, 1, 2, 4], TRAIL = 90;
const ENDS = { SUCCESS: 'solved', FAILURE: 'failed', TIME_OUT: 'out of time', CUT: 'cut off here' };
const MARKS = { onset: 'took over', release: 'let go', success: 'marked success', failure: 'marked failure', 'link lost': 'link lost', estop: 'emergency stop' };
const $ = (id) => document.getElementById(id);

export class Player {
  #robot; #cameras; #show; #film; #episode; #step = 0; #speed = 2; #timer = 0; #shown = -1;

  constructor(robot, cameras, show) {
    this.#robot = robot; this.#cameras = cameras; this.#show = show;
    $('film').hidden = false;
    $('reel').textContent = robot.recorded.name;
    const keys = {
      Space: () => this.#run(!this.#timer), ArrowRight: () => this.#go(this.#step + 1), ArrowLeft: () => this.#go(this.#step - 1),
      Home: () => this.#go(0), End: () => this.#go(Infinity), BracketLeft: () => this.#open(this.#episode - 1), BracketRight: () => this.#open(this.#episode + 1),
      Comma: () => this.#pace(this.#speed - 1), Period: () => this.#pace(this.#speed + 1),
    };
    addEventListener('keydown', (e) => {
      if (e.ctrlKey || e.metaKey || e.altKey || !(e.code in keys) || (e.target.tagName === 'BUTTON' && e.code === 'Space')) return;
      e.preventDefault();
      keys[e.code]();
    });
    for (const b of $('film').querySelectorAll('[data-key]')) b.addEventListener('click', () => keys[b.dataset.key]());
    $('scrub').addEventListener('input', () => this.#go(+$('scrub').value));
    new ResizeObserver(() => this.#film && this.#draw()).observe($('robot'));
    for (const what of ['pointermove', 'wheel']) $('robot').addEventListener(what, () => this.#film && this.#draw());
    this.#pace(this.#speed);
    this.#open(robot.recorded.first).then(() => this.#run(true));
  }

  async #open(episode) {
    if (episode < 0 || episode >= this.#robot.recorded.episodes) return;
    const film = await (await fetch(`episodes/${episode}`)).json();
    this.#episode = episode; this.#film = film; this.#shown = -1;
    $('scrub').max = film.shots.length - 1;
    const drawn = this.#robot.body.gate || film.shots[0].body.q_rad ? '' : film.shots[0].body.q_tool ? 'Joint angles were not recorded: the hand alone is drawn. ' : 'Joint angles were not recorded: a dot is where the tool was. ';
    $('hint').textContent = `${drawn}Drag to look around, wheel to come nearer.`;
    $('before').disabled = episode === 0; $('after').disabled = episode === this.#robot.recorded.episodes - 1;
    this.#strip(); this.#notes();
    this.#go(0);
  }

  /** Who drove when, as a band above the slider. */
  #strip() {
    const n = this.#film.shots.length - 1, parts = [];
    this.#film.shots.slice(0, n).forEach(({ driver }, i) => {
      if (parts.at(-1)?.driver === driver) parts.at(-1).to = i + 1; else parts.push({ driver, from: i, to: i + 1 });
    });
    $('strip').replaceChildren(...parts.map(({ driver, from, to }) => {
      const part = document.createElement('i');
      part.className = driver; part.title = `${driver}: steps ${from} to ${to - 1}`;
      part.style.left = `${100 * from / n}%`; part.style.width = `${100 * (to - from) / n}%`;
      return part;
    }));
    $('strip').setAttribute('aria-label', `Who drove: ${parts.map((p) => `${p.driver} from step ${p.from}`).join(', ')}`);
  }

  /** What the person did and typed; each leads to its step. */
  #notes() {
    $('notes').replaceChildren(...this.#film.notes.map(({ step, event, device, text }) => {
      const item = document.createElement('li'), button = document.createElement('button');
      button.textContent = `step ${step}: ${text ? `“${text}”` : MARKS[event] ?? event}${device ? `, ${device}` : ''}`;
      button.addEventListener('click', () => this.#go(step));
      item.append(button);
      return item;
    }));
  }

  #run(on) {
    clearInterval(this.#timer);
    this.#timer = 0;
    if (on) {
      if (this.#step >= this.#film.shots.length - 1) this.#go(0);
      this.#timer = setInterval(() => this.#go(this.#step + 1), 1000 / (this.#robot.recorded.fps * SPEEDS[this.#speed]));
    }
    $('run').firstChild.data = on ? 'Pause' : 'Play';
  }

  #pace(speed) {
    this.#speed = Math.min(SPEEDS.length - 1, Math.max(0, speed));
    $('pace').textContent = `${SPEEDS[this.#speed]} ×`;
    if (this.#timer) this.#run(true);
  }

  #go(step) {
    const last = this.#film.shots.length - 1;
    this.#step = Math.min(last, Math.max(0, step));
    if (this.#step === last && this.#timer) this.#run(false);
    this.#draw();
  }

  #draw() {
    const { shots, notes, end, demonstration } = this.#film, step = this.#step, last = shots.length - 1, ended = step === last, shot = shots[step];
    const body = { acting: !ended, executed: ended ? shot.executed.map(() => 0) : shot.executed, ...shot.body };
    const state = {
      tone: 'ok', driver: ended ? 'nobody' : shot.driver, body, object_m: shot.object_m,
      proposed: ended ? shot.proposed.map(() => 0) : shot.proposed, policy: shot.policy, episode: { number: this.#episode, demonstration },
    };
    const device = notes.findLast((n) => n.event === 'onset' && n.step <= step)?.device;
    const whose = { policy: shot.policy ? `Policy ${shot.policy} was driving` : 'The policy was driving', script: 'The scripted operator was driving', person: 'A person was driving' };
    const by = shot.driver === 'person' && !ended && device ? `, by ${device}` : '';
    this.#show(state, {
      who: ended ? `It ended here: ${ENDS[end]}` : whose[shot.driver],
      mode: `Recorded: step ${step} of ${last}${by}`,
      phase: `step ${step} of ${last} · ${ENDS[end]}`,
    }, shots.slice(Math.max(0, step - TRAIL), step).filter((s) => s.body.p_m).map((s) => ({ p: s.body.p_m, driver: s.driver })));
    $('progress').value = $('scrub').value = step; $('progress').max = last;
    $('scrub').setAttribute('aria-valuetext', `step ${step} of ${last}`);
    const until = shots.slice(0, Math.min(step + 1, last));
    $('filmPerson').textContent = until.filter((s) => s.driver === 'person').length;
    $('filmTakeOvers').textContent = until.filter((s, i) => s.driver === 'person' && until[i - 1]?.driver !== 'person').length;
    $('filmReturn').textContent = shot.earned.toFixed(2);
    $('filmPolicy').textContent = shot.policy ? `version ${shot.policy}` : 'none';
    [...$('notes').children].forEach((item, i) => item.classList.toggle('here', notes[i].step === step));
    if (step !== this.#shown) this.#look(step);
  }

  /** What the cameras saw then; of steps that went by meanwhile, the newest. */
  async #look(step) {
    this.#shown = step;
    const episode = this.#episode;
    for (let camera = 0; camera < this.#robot.cameras.length; camera++) {
      const answer = await fetch(`episodes/${episode}/${step}/${camera}`).catch(() => null);
      if (answer?.ok && this.#shown === step && this.#episode === episode) this.#cameras.show(camera, await answer.blob());
    }
  }
}
