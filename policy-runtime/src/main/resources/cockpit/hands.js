// What a person does with keys, gamepad, mouse and on-screen sticks, as six deflections in the base frame.

const MOVES = {
  KeyW: [0, 1], ArrowUp: [0, 1], KeyS: [0, -1], ArrowDown: [0, -1], KeyA: [1, 1], ArrowLeft: [1, 1], KeyD: [1, -1], ArrowRight: [1, -1],
  KeyR: [2, 1], PageUp: [2, 1], KeyF: [2, -1], PageDown: [2, -1], KeyQ: [5, 1], KeyE: [5, -1], KeyI: [4, 1], KeyK: [4, -1], KeyJ: [3, -1], KeyL: [3, 1],
};
const WORDS = { Escape: 'estop', Space: 'pause', Enter: 'success', Backspace: 'failure', KeyX: 'abort', KeyZ: 'again' };
const GAMEPAD_WORDS = { 8: 'estop', 9: 'pause', 12: 'success', 13: 'failure', 14: 'abort', 15: 'again' };
const FINE = 0.3, REST = 0.2;
const size = (axes) => Math.max(...axes.map(Math.abs));

export class Hands {
  constructor(say, moved) {
    this.say = (word, by) => { say(word, by); moved(); };
    this.moved = moved;
    this.keys = new Set();
    this.sticks = [0, 0, 0, 0, 0, 0];
    this.mouse = [0, 0, 0, 0, 0, 0];
    this.buttons = { open: false, close: false };
    this.hold = false;
    this.device = 'keyboard';
    this.padWas = {};
    this.padName = '';
    addEventListener('keydown', (e) => this.#key(e));
    addEventListener('keyup', (e) => {
      this.keys.delete(e.code);
      // A Mac tells of no key that is let go while Cmd is down.
      if (e.key === 'Meta') this.keys.clear();
      moved();
    });
    // A page that is not looked at moves nothing.
    addEventListener('blur', () => this.letGo());
    document.addEventListener('visibilitychange', () => document.hidden && this.letGo());
  }

  letGo() {
    this.keys.clear(); this.sticks.fill(0); this.mouse.fill(0); this.buttons.open = this.buttons.close = false; this.keep(false);
  }

  keep(on) {
    this.hold = on;
    document.getElementById('hold').setAttribute('aria-pressed', on);
  }

  #key(e) {
    if (e.key === 'Meta') { this.keys.clear(); this.moved(); }
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    // Whoever types moves nothing; a stop is a stop.
    if (e.target.tagName === 'INPUT' && e.code !== 'Escape') return;
    // A focused button keeps its own Enter and Space.
    if (e.target.tagName === 'BUTTON' && (e.code === 'Enter' || e.code === 'Space')) return;
    if (e.code in MOVES || e.code in WORDS || e.code === 'KeyO' || e.code === 'KeyC') e.preventDefault();
    this.keys.add(e.code);
    if (e.repeat) return;
    if (e.code in WORDS) this.say(WORDS[e.code], 'keyboard');
    if (e.code === 'KeyT') this.keep(!this.hold);
    this.moved();
  }

  #keyboard() {
    const axes = [0, 0, 0, 0, 0, 0];
    const fine = this.keys.has('ShiftLeft') || this.keys.has('ShiftRight') ? FINE : 1;
    for (const code of this.keys) if (code in MOVES) axes[MOVES[code][0]] += MOVES[code][1] * fine;
    return axes;
  }

  #gamepad() {
    const pad = [...(navigator.getGamepads?.() ?? [])].find((p) => p && p.connected);
    this.padName = pad ? pad.id : '';
    if (!pad) { this.padWas = {}; return { axes: [0, 0, 0, 0, 0, 0], grip: 0 }; }
    // A worn stick rests beside its middle: what lies there is nobody, and moves nothing of whoever else drives.
    const a = (i) => Number.isFinite(pad.axes[i]) ? Math.sign(pad.axes[i]) * Math.max(0, Math.abs(pad.axes[i]) - REST) / (1 - REST) : 0, down = (i) => !!pad.buttons[i]?.pressed;
    // What is down when the pad is first seen was not pressed for us.
    const fresh = this.padWas.id !== pad.id;
    if (fresh) this.padWas = { id: pad.id };
    for (const [i, word] of Object.entries(GAMEPAD_WORDS)) {
      if (down(i) && !this.padWas[i] && !fresh) this.say(word, 'gamepad');
      this.padWas[i] = down(i);
    }
    return { axes: [-a(1), -a(0), -a(3), 0, 0, -a(2)], grip: (down(5) || down(7) ? 1 : 0) - (down(4) || down(6) ? 1 : 0) };
  }

  /** The device that says most, its six deflections and the gripper's wish. */
  read() {
    const pad = this.#gamepad();
    const all = { keyboard: this.#keyboard(), gamepad: pad.axes, mouse: this.mouse, sticks: this.sticks };
    const grips = {
      gamepad: pad.grip,
      keyboard: (this.keys.has('KeyC') ? 1 : 0) - (this.keys.has('KeyO') ? 1 : 0),
      sticks: (this.buttons.close ? 1 : 0) - (this.buttons.open ? 1 : 0),
    };
    const grip = grips.keyboard || grips.sticks || grips.gamepad;
    const strongest = Object.keys(all).reduce((best, name) => size(all[name]) > size(all[best]) ? name : best, this.device);
    const gripper = Object.keys(grips).find((name) => grips[name]);
    if (size(all[strongest]) > 0) this.device = strongest; else if (gripper) this.device = gripper;
    const bound = (v) => Math.min(1, Math.max(-1, Math.round(v * 100) / 100));
    return { axes: all[this.device].map(bound), grip, hold: this.hold, device: this.device };
  }

  /** A stick on the screen, round or along the longer side; `set` takes its deflection, right and up positive. */
  stick(element, set) {
    const knob = element.querySelector('i'), tall = element.classList.contains('tall'), wide = element.classList.contains('wide');
    const move = (x, y) => { knob.style.transform = `translate(${x}px, ${-y}px)`; };
    const at = (e) => {
      const box = element.getBoundingClientRect(), reach = Math.max(box.width, box.height) / 2 - 22;
      let x = tall ? 0 : e.clientX - box.x - box.width / 2, y = wide ? 0 : -(e.clientY - box.y - box.height / 2);
      const far = Math.hypot(x, y); if (far > reach) { x *= reach / far; y *= reach / far; }
      move(x, y); set(x / reach, y / reach); this.moved();
    };
    element.addEventListener('pointerdown', (e) => { element.setPointerCapture(e.pointerId); at(e); });
    element.addEventListener('pointermove', (e) => element.hasPointerCapture(e.pointerId) && at(e));
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) element.addEventListener(end, () => { move(0, 0); set(0, 0); this.moved(); });
  }

  /** A button that counts while it is down. */
  press(element, name) {
    element.addEventListener('pointerdown', () => { this.buttons[name] = true; });
    for (const end of ['pointerup', 'pointercancel', 'pointerleave']) element.addEventListener(end, () => { this.buttons[name] = false; });
  }
}
