// The rig's cameras on a line of their own: what they send never stands before what the hands need. Recorded ones are shown by whoever plays them.

const AGAIN_MS = 1500, OLD_MS = 1000;

export class Cameras {
  constructor(box, names, live) {
    this.tiles = names.map((name) => {
      const tile = document.createElement('figure'), canvas = document.createElement('canvas'), words = document.createElement('figcaption');
      canvas.width = 640; canvas.height = 480;
      canvas.setAttribute('role', 'img'); canvas.setAttribute('aria-label', `Camera ${name}`);
      words.textContent = `${name}: no picture yet`;
      tile.className = live ? 'old' : ''; tile.append(canvas, words); box.append(tile);
      return { name, tile, ink: canvas.getContext('2d'), words, at_ms: 0, shown: 0, busy: false, times: [] };
    });
    box.hidden = !names.length;
    if (live && names.length) { this.#connect(); setInterval(() => this.#judge(), 500); }
  }

  #connect() {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/cameras`);
    socket.binaryType = 'arraybuffer';
    socket.onmessage = (message) => { const bytes = new Uint8Array(message.data); this.show(bytes[0], new Blob([bytes.subarray(1)])); };
    socket.onclose = () => setTimeout(() => this.#connect(), AGAIN_MS);
  }

  /** A file of a picture, by the camera's number. */
  async show(number, file) {
    const tile = this.tiles[number];
    if (!tile || tile.busy) return;
    tile.busy = true;
    try {
      const picture = await createImageBitmap(file);
      const { canvas } = tile.ink;
      if (canvas.width !== picture.width || canvas.height !== picture.height) { canvas.width = picture.width; canvas.height = picture.height; }
      tile.ink.drawImage(picture, 0, 0); picture.close();
      tile.at_ms = performance.now(); tile.shown++;
      tile.times.push(tile.at_ms); if (tile.times.length > 30) tile.times.shift();
    } catch { /* half a picture: the next one is whole */ } finally { tile.busy = false; }
  }

  /** A camera that stands still looks like a robot that does: it is said. */
  #judge() {
    for (const tile of this.tiles) {
      const age_ms = performance.now() - tile.at_ms, old = age_ms > OLD_MS, t = tile.times;
      const hz = t.length > 1 ? 1000 * (t.length - 1) / (t.at(-1) - t[0]) : 0;
      tile.tile.classList.toggle('old', old);
      const words = !tile.shown ? 'no picture yet' : old ? `stands still for ${(age_ms / 1000).toFixed(0)} s` : `${hz.toFixed(0)} a second`;
      tile.words.textContent = `${tile.name}: ${words}`;
    }
  }
}
