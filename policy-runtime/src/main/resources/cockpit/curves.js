// How the learning goes, as three small charts; asked for every two seconds, drawn as SVG.

const EVERY_MS = 2000, W = 100, H = 40, SVG = 'http://www.w3.org/2000/svg';
const CHARTS = [
  { title: 'Success', unit: 'share of the last 20 episodes', low: 0, high: 1, lines: [['success', 'solved', 'policy'], ['alone', 'alone', 'ok dashed']], text: (v) => `${Math.round(100 * v)} %` },
  { title: 'Corrections', unit: 'share of the last 20 episodes\' steps', low: 0, high: 1, lines: [['corrected', 'by a person', 'person']], text: (v) => `${Math.round(100 * v)} %` },
  { title: 'Learner', unit: 'each on its own scale', lines: [['q', 'Q', 'policy'], ['entropy', 'entropy', 'script dashed']], text: (v) => v.toFixed(2) },
];

const make = (name, attributes = {}) => { const e = document.createElementNS(SVG, name); for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v); return e; };

function path(points, low, high) {
  const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
  const x0 = Math.min(...xs), x1 = Math.max(...xs), y0 = low ?? Math.min(...ys), y1 = high ?? Math.max(...ys);
  const at = (p) => `${(x1 > x0 ? W * (p[0] - x0) / (x1 - x0) : W).toFixed(1)} ${(H - 1 - (H - 2) * (y1 > y0 ? (p[1] - y0) / (y1 - y0) : 0.5)).toFixed(1)}`;
  return `M${points.map(at).join('L')}`;
}

export class Curves {
  constructor(box) {
    this.charts = CHARTS.map((chart) => {
      const figure = document.createElement('figure'), head = document.createElement('figcaption'), svg = make('svg', { viewBox: `0 0 ${W} ${H}`, preserveAspectRatio: 'none', role: 'img' });
      const lines = chart.lines.map(([key, label, kind]) => {
        const line = make('path', { class: `line ${kind}`, 'vector-effect': 'non-scaling-stroke' }), words = document.createElement('span');
        words.className = `label ${kind}`; svg.append(line);
        return { key, label, line, words };
      });
      const title = document.createElement('b'); title.textContent = chart.title; title.title = chart.unit;
      head.append(title, ...lines.map((l) => l.words)); figure.append(head, svg); box.append(figure);
      return { ...chart, svg, lines };
    });
    this.#ask(); setInterval(() => this.#ask(), EVERY_MS);
  }

  async #ask() {
    try { this.#draw(await (await fetch('curves.json')).json()); } catch { /* the link says so itself */ }
  }

  #draw(curves) {
    for (const chart of this.charts) {
      const said = [];
      for (const { key, label, line, words } of chart.lines) {
        const points = curves[key];
        line.setAttribute('d', points.length ? path(points, chart.low, chart.high) : '');
        words.textContent = points.length ? `${label} ${chart.text(points.at(-1)[1])}` : `${label} –`;
        said.push(words.textContent);
      }
      chart.svg.setAttribute('aria-label', `${chart.title}, ${chart.unit}: ${said.join(', ')}`);
    }
  }
}
