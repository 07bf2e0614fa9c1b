// The page: a conversation with a model, and what it costs.
import { chat, hasKey, models, onKeyWanted } from './api.js';
import { Figures, Line } from './figures.js';
import { Turn } from './turn.js';

const byId = (id) => document.getElementById(id);
const log = byId('log');
const message = byId('message');
const speedLine = new Line(byId('speed-line'), 1);
const firstLine = new Line(byId('first-line'), 0.1);
let said = [];
let running = null;

// Theme

function theme(name) {
  if (name === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  byId('theme').value = name;
}
theme(localStorage.getItem('ingot-theme') ?? 'auto');
byId('theme').addEventListener('change', (event) => {
  localStorage.setItem('ingot-theme', event.target.value);
  theme(event.target.value);
});

// Key

let asking = null;
onKeyWanted((refused) => {
  asking ??= new Promise((resolve) => {
    const dialog = byId('ask');
    byId('ask-why').textContent = refused ? 'That key was not taken.' : 'It is kept until this tab is closed.';
    byId('secret').value = '';
    dialog.addEventListener('close', () => {
      asking = null;
      resolve(byId('secret').value || null);
    }, { once: true });
    dialog.showModal();
  });
  return asking;
});
byId('key').addEventListener('click', () => {
  sessionStorage.removeItem('ingot-key');
  location.reload();
});

// Conversation

function announce(text) { byId('status').textContent = text; }

function grow() {
  message.style.height = 'auto';
  message.style.height = `${message.scrollHeight + 2}px`;
}

function busy(on) {
  byId('send').hidden = on;
  byId('stop').hidden = !on;
}

/** Follows the answer, unless the reader has gone back. */
function follow(change) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  change();
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function request() {
  const system = byId('system').value.trim();
  const body = { model: byId('model').value, messages: system ? [{ role: 'system', content: system }, ...said] : said };
  if (byId('temperature').value !== '') body.temperature = Number(byId('temperature').value);
  if (byId('tokens').value !== '') body.max_completion_tokens = Number(byId('tokens').value);
  return body;
}

async function send() {
  const text = message.value.trim();
  if (!text || running || !byId('model').value) return;
  byId('hint')?.remove();
  message.value = '';
  grow();
  follow(() => new Turn(log, true).add(text));
  const conversation = said; // 'New conversation' may begin another one before this answer has ended
  conversation.push({ role: 'user', content: text });
  const turn = new Turn(log, false, byId('model').selectedOptions[0].text);
  running = new AbortController();
  busy(true);
  announce('The model is answering.');
  follow(() => turn.waiting(true));
  try {
    await answer(turn);
    announce(`Answer: ${turn.content}`);
  } catch (e) {
    if (e.name === 'AbortError') {
      turn.foot('Stopped.');
      announce('Stopped.');
    } else {
      follow(() => turn.fail(e.message));
    }
  } finally {
    turn.waiting(false);
    running = null;
    busy(false);
    if (turn.content) {
      conversation.push({ role: 'assistant', content: turn.content });
    } else if (conversation === said) {
      conversation.pop();
      message.value ||= text;
      grow();
    }
  }
}

async function answer(turn) {
  const begun = performance.now();
  let first = 0;
  let pieces = 0;
  let shown = 0;
  for await (const chunk of chat(request(), running.signal)) {
    const now = performance.now();
    const delta = chunk.choices[0]?.delta ?? {};
    if (delta.content || delta.reasoning_content) {
      if (first === 0) {
        first = now;
        byId('first').textContent = `${((now - begun) / 1000).toFixed(2)} s`;
        firstLine.add((now - begun) / 1000);
      }
      pieces++;
      follow(() => (delta.content ? turn.add(delta.content) : turn.think(delta.reasoning_content)));
    }
    if (pieces > 1 && now - shown > 500) {
      shown = now;
      speed((pieces - 1) / ((now - first) / 1000));
    }
    if (chunk.choices[0]?.finish_reason === 'length') turn.foot('Cut off at its limit.');
    if (chunk.usage) figures(turn, chunk.usage, (now - first) / 1000);
  }
}

function speed(value) {
  byId('speed').textContent = value.toFixed(value < 100 ? 1 : 0);
  speedLine.add(value);
}

function figures(turn, usage, seconds) {
  const count = usage.completion_tokens;
  if (count > 1 && seconds > 0) speed((count - 1) / seconds);
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
  const parts = [`${usage.prompt_tokens} tokens read${cached > 0 ? `, ${cached} of them known` : ''}`, `${count} written`];
  if (count > 1 && seconds > 0) parts.push(`${((count - 1) / seconds).toFixed(1)} a second`);
  turn.foot((turn.note ? `${turn.note.textContent} ` : '') + parts.join(' · '));
}

byId('composer').addEventListener('submit', (event) => { event.preventDefault(); send(); });
byId('stop').addEventListener('click', () => { running?.abort(); message.focus(); });
byId('fresh').addEventListener('click', () => {
  running?.abort();
  said = [];
  log.replaceChildren();
  announce('A new conversation.');
  message.focus();
});
message.addEventListener('input', grow);
message.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && running && !byId('ask').open) running.abort();
});

// Models

async function list() {
  const select = byId('model');
  try {
    const all = await models();
    const state = all.map((model) => model.id).join();
    if (select.dataset.state === state) return;
    select.dataset.state = state;
    const chosen = select.value || localStorage.getItem('ingot-model');
    select.replaceChildren(...all.map((model) => new Option(model.id.replace(/:0$/, ''), model.id)));
    if (all.some((model) => model.id === chosen)) select.value = chosen;
    if (all.length === 0) select.append(new Option('The cache is empty', ''));
    byId('send').disabled = all.length === 0;
    byId('key').hidden = !hasKey();
  } catch (e) {
    follow(() => new Turn(log, false).fail(e.message));
  }
}
byId('model').addEventListener('change', (event) => localStorage.setItem('ingot-model', event.target.value));
byId('model').addEventListener('focus', list);

await list();
new Figures((text) => follow(() => new Turn(log, false).fail(text))).run();
