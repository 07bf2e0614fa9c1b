// Live figures of the service.
import { stats, unload } from './api.js';

const byId = (id) => document.getElementById(id);
const POINTS = 60;
const FEW = 12;
const SVG = 'http://www.w3.org/2000/svg';

/** A line of the last values; its top is the largest of them, or more. */
export class Line {
  constructor(svg, least) {
    this.least = least;
    this.values = [];
    this.area = svg.appendChild(document.createElementNS(SVG, 'polygon'));
    this.line = svg.appendChild(document.createElementNS(SVG, 'polyline'));
  }

  add(value) {
    this.values.push(value);
    if (this.values.length > POINTS) this.values.shift();
    const top = Math.max(this.least, ...this.values) * 1.05;
    const values = this.values.length === 1 ? [value, value] : this.values;
    const step = 120 / (Math.max(values.length, FEW) - 1);
    const left = 120 - step * (values.length - 1);
    const points = values.map((it, i) => `${(left + i * step).toFixed(1)},${(31 - (30 * it) / top).toFixed(1)}`).join(' ');
    this.line.setAttribute('points', points);
    this.area.setAttribute('points', `${left.toFixed(1)},32 ${points} 120,32`);
  }
}

export const bytes = (count) => {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10));
  const value = count / 2 ** (10 * power);
  return `${value.toFixed(value < 10 && power > 0 ? 1 : 0)} ${units[power]}`;
};

export class Figures {
  constructor(onChange) {
    this.onChange = onChange;
    this.memory = new Line(byId('memory-line'), 1);
    this.cpu = new Line(byId('cpu-line'), 25);
    this.known = '';
  }

  /** Looks again and again while anybody sees the page. */
  async run() {
    for (;;) {
      if (document.visibilityState === 'visible') {
        try {
          this.take(await stats());
        } catch {
          for (const id of ['memory', 'cpu']) byId(id).textContent = '–';
          this.last = undefined;
        }
      }
      await new Promise((resolve) => { setTimeout(resolve, 1000); });
    }
  }

  take(now) {
    const time = performance.now() / 1000;
    const used = now.resident_bytes ?? now.heap_bytes;
    byId('memory').textContent = bytes(used);
    this.memory.add(used);
    if (this.last) {
      const share = (100 * (now.cpu_seconds - this.last.cpu)) / ((time - this.last.time) * now.processors);
      const percent = Math.max(0, Math.min(100, share));
      byId('cpu').textContent = `${percent.toFixed(0)} %`;
      this.cpu.add(percent);
    }
    this.last = { time, cpu: now.cpu_seconds };
    this.list(now.models);
  }

  /** The list is made anew only when it has changed, so that the focus stays where it is. */
  list(models) {
    const state = JSON.stringify(models.map((it) => [it.id, it.memory_bytes, it.requests > 0]));
    if (state === this.known) return;
    this.known = state;
    const rows = models.map((model) => {
      const row = document.createElement('li');
      const name = document.createElement('b');
      name.textContent = model.id;
      const note = document.createElement('span');
      note.className = 'quiet';
      note.textContent = bytes(model.memory_bytes) + (model.requests > 0 ? ', at work' : '');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = 'Unload';
      button.setAttribute('aria-label', `Unload ${model.id}`);
      button.disabled = model.requests > 0;
      button.addEventListener('click', () => unload(model.id).catch((e) => this.onChange(e.message)));
      row.append(name, note, button);
      return row;
    });
    if (rows.length === 0) {
      const row = document.createElement('li');
      row.className = 'quiet';
      row.textContent = 'No model; the next message loads one.';
      rows.push(row);
    }
    byId('loaded').replaceChildren(...rows);
  }
}
