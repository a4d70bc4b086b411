// The robot in three dimensions on a plain canvas: an arm as capsules along its links, from Craig's parameters and the joint angles; a vehicle from its pose.

const BODY = '#e9e6df', EDGE = '#2b3742', FLOOR = '#dcd8d0';

const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const scale = (a, k) => [a[0] * k, a[1] * k, a[2] * k];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const unit = (a) => scale(a, 1 / (Math.hypot(...a) || 1));

/** Origins of base, links and tool, and the last link's axes: T = RotX(alpha) TransX(a) RotZ(q) TransZ(d). */
export function chain(arm, q) {
  let x = [1, 0, 0], y = [0, 1, 0], z = [0, 0, 1], p = [0, 0, 0];
  const points = [p];
  arm.joints.forEach((joint, i) => {
    p = add(p, scale(x, joint.a_m));
    const ca = Math.cos(joint.alpha_rad), sa = Math.sin(joint.alpha_rad), c = Math.cos(q[i]), s = Math.sin(q[i]);
    const u = add(scale(y, ca), scale(z, sa));
    z = add(scale(z, ca), scale(y, -sa));
    [x, y] = [add(scale(x, c), scale(u, s)), add(scale(u, c), scale(x, -s))];
    if (Math.hypot(joint.a_m) > 1e-6) points.push(p);
    p = add(p, scale(z, joint.d_m));
    points.push(p);
  });
  const tool = add(p, scale(z, arm.reach_m));
  // q_base_tool's y axis: the fingers open along it.
  const yaw = arm.yaw_rad, across = add(scale(y, Math.cos(yaw)), scale(x, -Math.sin(yaw)));
  return { points, wrist: p, tool, down: z, across };
}

/** A vector of the body in the world; quaternions w first. */
export function turned([w, x, y, z], v) {
  const t = scale(cross([x, y, z], v), 2);
  return add(add(v, scale(t, w)), cross([x, y, z], t));
}

/** A hand alone, where joint angles are not known; without its orientation, only where it is. */
function hand(tool, q) {
  if (!q) return { points: [], tool };
  const down = turned(q, [0, 0, 1]);
  return { points: [], wrist: add(tool, scale(down, -0.13)), tool, down, across: turned(q, [0, 1, 0]) };
}

export class Scene {
  constructor(canvas, robot) {
    this.canvas = canvas;
    this.ink = canvas.getContext('2d');
    this.robot = robot;
    this.azimuth = -2.25; this.elevation = 0.42; this.distance = 1.9;
    this.target = [0.33, 0, 0.3];
    this.flies = !!robot.body.gate;
    // How far arrows and key caps reach, how long the trail is, how near and far one may look from.
    [this.reach_m, this.trailed, this.near_m, this.far_m] = this.flies ? [0.8, 300, 1, 25] : [0.12, 90, 0.5, 4];
    if (this.flies) {
      this.target = scale(add(robot.low_m, robot.high_m), 0.5);
      this.distance = 1.35 * Math.hypot(...add(robot.high_m, scale(robot.low_m, -1)));
    }
    this.ring_px = this.flies ? 34 : 17;
    this.trail = [];
    this.ring = null;
  }

  #camera() {
    const ce = Math.cos(this.elevation);
    const back = [ce * Math.cos(this.azimuth), ce * Math.sin(this.azimuth), Math.sin(this.elevation)];
    const right = unit(cross([0, 0, 1], back));
    this.eye = add(this.target, scale(back, this.distance));
    this.back = back; this.right = right; this.up = cross(back, right);
  }

  /** Screen x, y, and pixels per metre there. */
  project(p) {
    const d = add(p, scale(this.eye, -1));
    const depth = Math.max(0.05, -dot(d, this.back));
    const k = this.focal / depth;
    return [this.width / 2 + k * dot(d, this.right), this.height / 2 - k * dot(d, this.up), k];
  }

  /** A drag of so many pixels at the tool, as metres in the base frame. */
  dragged(dx, dy, at) {
    const k = this.project(at)[2];
    return add(scale(this.right, dx / k), scale(this.up, -dy / k));
  }

  orbit(dx, dy) {
    this.azimuth -= dx * 0.008;
    this.elevation = Math.min(1.5, Math.max(-0.05, this.elevation + dy * 0.008));
  }

  zoom(factor) { this.distance = Math.min(this.far_m, Math.max(this.near_m, this.distance * factor)); }

  draw(state, colour, mine) {
    const ratio = window.devicePixelRatio || 1, box = this.canvas.getBoundingClientRect();
    const w = Math.round(box.width * ratio), h = Math.round(box.height * ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) { this.canvas.width = w; this.canvas.height = h; }
    this.width = box.width; this.height = box.height; this.focal = 1.25 * Math.min(box.width, box.height * 1.25);
    this.ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.ink.clearRect(0, 0, box.width, box.height);
    this.#camera();
    if (this.flies) this.#flight(state, colour, mine); else this.#handling(state, colour, mine);
  }

  #handling(state, colour, mine) {
    const { q_rad, p_m, q_tool, width_m } = state.body;
    const arm = q_rad ? chain(this.robot.body, q_rad) : p_m && hand(p_m, q_tool);
    this.#floor(); if (arm) this.#shadow(arm); this.#workspace();
    if (state.object_m?.every(Number.isFinite)) this.#cube(state.object_m);
    if (!arm) return;
    if (arm.down) this.#arm(arm, width_m ?? 0); else this.#disc(arm.tool, 9, EDGE);
    this.#trail(arm.tool, colour);
    this.#tool(arm.tool, state, colour, mine);
  }

  #flight({ body, proposed }, colour, mine) {
    const p = body.p_m, state = { body, proposed };
    this.#hall(); this.#workspace();
    if (!p) { this.#gate(); return; }
    // What is behind the gate first.
    const behind = dot(add(this.eye, scale(p, -1)), this.back) > dot(add(this.eye, scale(this.robot.body.gate.p_world_gate_m, -1)), this.back);
    if (!behind) this.#gate();
    this.#line([p, [p[0], p[1], 0]], '#8d979f', 1, [2, 4]);
    this.#trail(p, colour);
    if (body.q_tool) this.#vehicle(p, body.q_tool); else this.#disc(p, 9, EDGE);
    if (behind) this.#gate();
    this.#tool(p, state, colour, mine);
  }

  #hall() {
    const [lx, ly] = this.robot.low_m.map(Math.floor), [hx, hy] = this.robot.high_m.map(Math.ceil);
    for (let x = lx; x <= hx; x++) this.#line([[x, ly, 0], [x, hy, 0]], FLOOR, x === 0 ? 2 : 1);
    for (let y = ly; y <= hy; y++) this.#line([[lx, y, 0], [hx, y, 0]], FLOOR, y === 0 ? 2 : 1);
  }

  /** The frame to fly through and the way-points before it, which are told in its own axes. */
  #gate() {
    const gate = this.robot.body.gate, at = gate.p_world_gate_m, c = Math.cos(gate.yaw_rad), s = Math.sin(gate.yaw_rad);
    const world = ([x, y, z]) => add(at, [c * x - s * y, s * x + c * y, z]), w = gate.width_m / 2, h = gate.height_m / 2;
    const frame = [[0, -w, -h], [0, w, -h], [0, w, h], [0, -w, h], [0, -w, -h]].map(world);
    this.#line(frame, EDGE, 7); this.#line(frame, '#c9482f', 4);
    this.#line([...gate.waypoints_m, [0, 0, 0]].map(world), '#c9482f', 1, [3, 5]);
    for (const point of gate.waypoints_m) this.#disc(world(point), 4, '#c9482f');
  }

  #disc(p, radius, colour) {
    const [x, y] = this.project(p), c = this.ink;
    c.beginPath(); c.arc(x, y, radius, 0, 7); c.fillStyle = colour; c.fill();
  }

  /** Body and four rotors in an X, never smaller than can be seen; the front pair is dark, where it is known which that is. */
  #vehicle(p, q) {
    const { arm_m, radius_m } = this.robot.body, k = Math.max(1, 24 / (arm_m * this.project(p)[2])), r = 0.5 ** 0.5;
    const out = (x, y, z) => add(p, scale(turned(q, [x, y, z]), k * arm_m));
    const rotors = [[r, r], [r, -r], [-r, -r], [-r, r]].map(([x, y]) => ({ x, y, at: out(x, y, 0.25) }));
    for (const { at } of rotors) this.#capsule(p, at, 0.1 * k * arm_m, BODY);
    this.#capsule(out(0.3, 0, 0), out(-0.3, 0, 0), 0.22 * k * arm_m, BODY);
    const front = !this.robot.recorded;
    if (front) this.#line([out(0.3, 0, 0.2), out(0.75, 0, 0.2)], EDGE, 3);
    for (const { x, y } of rotors) {
      const ring = Array.from({ length: 25 }, (_, i) => out(x + radius_m / arm_m * Math.cos(i * Math.PI / 12), y + radius_m / arm_m * Math.sin(i * Math.PI / 12), 0.25));
      this.#line(ring, front && x > 0 ? EDGE : '#9aa5ad', 2.5);
    }
  }

  #line(points, colour, width, dash = []) {
    const c = this.ink;
    c.beginPath();
    points.forEach((p, i) => { const [x, y] = this.project(p); i ? c.lineTo(x, y) : c.moveTo(x, y); });
    c.strokeStyle = colour; c.lineWidth = width; c.lineCap = c.lineJoin = 'round'; c.setLineDash(dash); c.stroke(); c.setLineDash([]);
  }

  #floor() {
    for (let i = -4; i <= 10; i++) {
      this.#line([[i / 10, -0.6, 0], [i / 10, 0.6, 0]], FLOOR, i === 0 ? 2 : 1);
      if (i <= 6 && i >= -4) { const y = (i - 1) / 8; this.#line([[-0.4, y, 0], [1, y, 0]], FLOOR, 1); }
    }
  }

  #shadow(arm) {
    const flat = [...arm.points, arm.tool].map((p) => [p[0], p[1], 0]);
    this.ink.globalAlpha = 0.10; this.#line(flat, '#000', 14); this.ink.globalAlpha = 1;
  }

  #workspace() {
    const [lx, ly, lz] = this.robot.low_m, [hx, hy, hz] = this.robot.high_m, c = '#8d979f';
    for (const z of [lz, hz]) this.#line([[lx, ly, z], [hx, ly, z], [hx, hy, z], [lx, hy, z], [lx, ly, z]], c, 1, [4, 5]);
    for (const [x, y] of [[lx, ly], [hx, ly], [hx, hy], [lx, hy]]) this.#line([[x, y, lz], [x, y, hz]], c, 1, [4, 5]);
  }

  #cube(at) {
    const e = this.robot.body.object_half_m, c = this.ink;
    const faces = [];
    for (let axis = 0; axis < 3; axis++) for (const side of [-1, 1]) {
      const normal = [0, 0, 0]; normal[axis] = side;
      const centre = add(at, scale(normal, e));
      if (dot(normal, add(this.eye, scale(centre, -1))) <= 0) continue;
      const u = [0, 0, 0], v = [0, 0, 0]; u[(axis + 1) % 3] = e; v[(axis + 2) % 3] = e;
      faces.push({ axis, corners: [[1, 1], [1, -1], [-1, -1], [-1, 1]].map(([i, j]) => add(centre, add(scale(u, i), scale(v, j)))) });
    }
    for (const face of faces) {
      c.beginPath();
      face.corners.forEach((p, i) => { const [x, y] = this.project(p); i ? c.lineTo(x, y) : c.moveTo(x, y); });
      c.closePath(); c.fillStyle = ['#c9482f', '#a83a25', '#e0664a'][face.axis]; c.fill();
      c.strokeStyle = EDGE; c.lineWidth = 1; c.stroke();
    }
  }

  #capsule(a, b, radius_m, body) {
    const [ax, ay, ka] = this.project(a), [bx, by, kb] = this.project(b), c = this.ink, r = radius_m * (ka + kb) / 2;
    const stroke = (colour, width, ox = 0, oy = 0) => {
      c.beginPath(); c.moveTo(ax + ox, ay + oy); c.lineTo(bx + ox + 0.01, by + oy); c.lineCap = 'round'; c.strokeStyle = colour; c.lineWidth = width; c.stroke();
    };
    stroke(EDGE, 2 * r + 2.5); stroke(body, 2 * r); stroke('#ffffffb0', 0.7 * r, -0.35 * r, -0.35 * r);
  }

  #arm(arm, width_m) {
    const parts = [], points = [...arm.points, arm.wrist];
    for (let i = 1; i < points.length; i++) {
      if (Math.hypot(...add(points[i], scale(points[i - 1], -1))) < 1e-6) continue;
      parts.push([points[i - 1], points[i], 0.058 - 0.0028 * i, BODY]);
    }
    const palm = add(arm.tool, scale(arm.down, -0.09)), half = scale(arm.across, width_m / 2 + 0.006), wide = scale(arm.across, 0.06);
    parts.push([arm.wrist, palm, 0.036, BODY], [add(palm, wide), add(palm, scale(wide, -1)), 0.02, '#cfd5d9']);
    for (const s of [1, -1]) parts.push([add(palm, scale(half, s)), add(arm.tool, scale(half, s)), 0.009, '#9aa5ad']);
    // Painter's order: far parts first.
    const far = ([a, b]) => dot(add(scale(add(a, b), 0.5), scale(this.eye, -1)), this.back);
    parts.sort((p, q) => far(p) - far(q)).forEach((p) => this.#capsule(...p));
  }

  #trail(tool, colour) {
    this.trail.push({ p: tool, colour });
    if (this.trail.length > this.trailed) this.trail.shift();
    for (let i = 1; i < this.trail.length; i++) {
      this.ink.globalAlpha = 0.5 * i / this.trail.length;
      this.#line([this.trail[i - 1].p, this.trail[i].p], this.trail[i].colour, 3);
    }
    this.ink.globalAlpha = 1;
  }

  #arrow(from, to, colour) {
    const [ax, ay] = this.project(from), [bx, by] = this.project(to), c = this.ink, length = Math.hypot(bx - ax, by - ay);
    if (length < 5) return;
    const ux = (bx - ax) / length, uy = (by - ay) / length;
    this.#line([from, to], '#fff', 6); this.#line([from, to], colour, 3);
    c.beginPath(); c.moveTo(bx + 7 * ux, by + 7 * uy); c.lineTo(bx - 5 * uy, by + 5 * ux); c.lineTo(bx + 5 * uy, by - 5 * ux); c.closePath();
    c.fillStyle = colour; c.fill();
  }

  #tool(tool, state, colour, mine) {
    const c = this.ink, [x, y] = this.project(tool);
    this.ring = { x, y, tool };
    if (this.robot.pointing) this.#arrow(tool, add(tool, scale(state.proposed.slice(0, 3), this.reach_m)), '#0072b2');
    if (state.body.acting && this.robot.pointing) this.#arrow(tool, add(tool, scale(state.body.executed.slice(0, 3), this.reach_m)), colour);
    if (!mine) return;
    c.beginPath(); c.arc(x, y, this.ring_px, 0, 7); c.strokeStyle = '#fff'; c.lineWidth = 6; c.stroke(); c.strokeStyle = colour; c.lineWidth = 3; c.stroke();
    c.font = '600 12px system-ui, sans-serif'; c.textAlign = 'center'; c.textBaseline = 'middle';
    for (const [key, way] of [['W', [1, 0, 0]], ['S', [-1, 0, 0]], ['A', [0, 1, 0]], ['D', [0, -1, 0]], ['R', [0, 0, 1]], ['F', [0, 0, -1]]]) {
      const [kx, ky] = this.project(add(tool, scale(way, 0.9 * this.reach_m)));
      const length = Math.hypot(kx - x, ky - y) || 1, far = Math.max(this.ring_px + 13, length), tx = x + (kx - x) / length * far, ty = y + (ky - y) / length * far;
      c.beginPath(); c.arc(tx, ty, 9, 0, 7); c.fillStyle = '#ffffffd8'; c.fill(); c.fillStyle = EDGE; c.fillText(key, tx, ty + 0.5);
    }
  }
}
