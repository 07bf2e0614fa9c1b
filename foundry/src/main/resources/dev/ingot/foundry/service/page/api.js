// What the page asks of the service it came from.

const KEY = 'ingot-key';
let askForKey = async () => null;

/** Says how the key is asked for: called with whether one was refused, returns it or null. */
export function onKeyWanted(ask) { askForKey = ask; }

export const hasKey = () => sessionStorage.getItem(KEY) !== null;

/** Asks again with a key where one is wanted; what happens unasked, every second, leaves the user alone. */
export async function ask(path, options = {}, unasked = false) {
  for (;;) {
    const key = sessionStorage.getItem(KEY);
    const headers = { ...options.headers, ...(key ? { Authorization: `Bearer ${key}` } : {}) };
    const answer = await fetch(path, { ...options, headers });
    if (answer.status !== 401 || unasked) return answer;
    const given = await askForKey(key !== null);
    if (given === null) return answer;
    sessionStorage.setItem(KEY, given);
  }
}

/** The message of an error's JSON, or what else is known of it. */
export async function reason(answer) {
  try {
    return (await answer.json()).error.message;
  } catch {
    return `the service answered with status ${answer.status}`;
  }
}

async function json(path, options, unasked) {
  const answer = await ask(path, options, unasked);
  if (!answer.ok) throw new Error(await reason(answer));
  return answer.json();
}

export const models = async () => (await json('/v1/models')).data;
export const stats = () => json('/stats', {}, true);
export const unload = (id) => json(`/models/unload/${encodeURIComponent(id)}`, { method: 'POST' });

/** Sends a conversation; yields the chunks of the answer. */
export async function* chat(request, signal) {
  const answer = await ask('/v1/chat/completions', {
    method: 'POST', signal, headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...request, stream: true, stream_options: { include_usage: true } }),
  });
  if (!answer.ok) throw new Error(await reason(answer));
  for await (const data of events(answer.body)) {
    if (data === '[DONE]') return;
    const chunk = JSON.parse(data);
    if (chunk.error) throw new Error(chunk.error.message);
    yield chunk;
  }
}

/** The data of server-sent events; comments are left out. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const blocks = text.split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      const data = block.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
      if (data.length > 0) yield data.join('\n');
    }
  }
}
