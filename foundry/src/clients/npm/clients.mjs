// OpenAI's npm client, as it is, against a running service: node clients.mjs URL KEY
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { run } from './tests.mjs';

const [url, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
const KITCHEN = [
  { role: 'system', content: 'You control the devices of a house.' },
  { role: 'user', content: 'Lower the kitchen lights to 59%.' },
];
const EXPECTED = '{"action":"set_brightness","room":"kitchen","value":59}';
const ROOM = {
  type: 'object',
  properties: { room: { type: 'string', enum: ['attic', 'cellar'] } },
  required: ['room'],
  additionalProperties: false,
};
const TOOL = {
  type: 'function',
  function: { name: 'open_window', description: 'Opens a window.', strict: true, parameters: ROOM },
};

const tests = {
  async 'models are listed'() {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    assert.ok(ids.some((id) => id.startsWith('hearth')), ids.join());
    const one = await client.models.retrieve(ids[0]);
    assert.equal(one.object, 'model');
  },

  async 'a question is answered'() {
    const found = await client.chat.completions.create({ model: 'hearth', messages: KITCHEN, temperature: 0 });
    assert.equal(found.choices[0].message.content, EXPECTED);
    assert.equal(found.choices[0].finish_reason, 'stop');
    assert.equal(found.usage.prompt_tokens, 35);
  },

  async 'a stream is accumulated'() {
    const stream = client.chat.completions.stream({
      model: 'hearth', messages: KITCHEN, temperature: 0, stream_options: { include_usage: true },
    });
    let pieces = '';
    stream.on('content', (delta) => { pieces += delta; });
    const whole = await stream.finalChatCompletion();
    assert.equal(pieces, EXPECTED);
    assert.equal(whole.choices[0].message.content, EXPECTED);
    assert.equal((await stream.totalUsage()).completion_tokens, 16);
  },

  async 'a stream can be left'() {
    const stream = await client.chat.completions.create({
      model: 'tiny', messages: KITCHEN, max_tokens: 400, stream: true,
    });
    let chunks = 0;
    for await (const chunk of stream) {
      assert.equal(chunk.object, 'chat.completion.chunk');
      if (++chunks === 5) break;
    }
    assert.equal(chunks, 5);
  },

  async 'several answers have seeds'() {
    const ask = (seed, n) => client.chat.completions.create({
      model: 'tiny', messages: KITCHEN, max_tokens: 8, temperature: 1, seed, n,
    });
    const three = await ask(5, 3);
    assert.equal(three.choices.length, 3);
    assert.equal((await ask(6, 1)).choices[0].message.content, three.choices[1].message.content);
  },

  async 'logprobs stand beside tokens'() {
    const found = await client.chat.completions.create({
      model: 'hearth', messages: KITCHEN, temperature: 0, logprobs: true, top_logprobs: 3,
    });
    const tokens = found.choices[0].logprobs.content;
    assert.equal(tokens.map((it) => it.token).join(''), EXPECTED);
    assert.equal(tokens[0].top_logprobs.length, 3);
  },

  async 'a schema is enforced'() {
    const found = await client.chat.completions.create({
      model: 'tiny', messages: KITCHEN,
      response_format: { type: 'json_schema', json_schema: { name: 'room', strict: true, schema: ROOM } },
    });
    assert.match(JSON.parse(found.choices[0].message.content).room, /attic|cellar/);
  },

  async 'a demanded call is made and answered'() {
    const asked = { model: 'tiny', tools: [TOOL], parallel_tool_calls: false };
    const found = await client.chat.completions.create({ ...asked, messages: KITCHEN, tool_choice: 'required' });
    const [call] = found.choices[0].message.tool_calls;
    assert.equal(call.function.name, 'open_window');
    assert.match(JSON.parse(call.function.arguments).room, /attic|cellar/);
    const next = await client.chat.completions.create({
      ...asked, max_tokens: 5,
      messages: [...KITCHEN, found.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'done' }],
    });
    assert.ok(next.usage.prompt_tokens > found.usage.prompt_tokens);
  },

  async 'calls are streamed and run'() {
    let opened = '';
    const runner = client.chat.completions.runTools({
      model: 'tiny', stream: true, messages: KITCHEN, tool_choice: { type: 'function', function: { name: 'open_window' } },
      tools: [{
        type: 'function',
        function: {
          name: 'open_window', description: 'Opens a window.', strict: true, parameters: ROOM,
          parse: JSON.parse, function: ({ room }) => { opened = room; return 'done'; },
        },
      }],
    }, { maxChatCompletions: 1 });
    await runner.done();
    assert.match(opened, /attic|cellar/);
  },

  async 'a text is continued'() {
    const found = await client.completions.create({ model: 'tiny', prompt: ['one', 'two'], max_tokens: 4, logprobs: 2, echo: true });
    assert.equal(found.object, 'text_completion');
    assert.ok(found.choices[1].text.startsWith('two'));
    assert.equal(found.choices[0].logprobs.token_logprobs[0], null);
    let text = '';
    const stream = await client.completions.create({ model: 'tiny', prompt: 'one', max_tokens: 4, stream: true });
    for await (const chunk of stream) text += chunk.choices[0]?.text ?? '';
    assert.ok(text.length > 0);
  },

  async 'texts become vectors'() {
    const usual = await client.embeddings.create({ model: 'tiny', input: ['beans', 'peas'] });
    const plain = await client.embeddings.create({ model: 'tiny', input: 'peas', encoding_format: 'float' });
    assert.equal(usual.data.length, 2);
    const given = Array.from(usual.data[1].embedding);
    assert.equal(given.length, 64);
    plain.data[0].embedding.forEach((it, i) => assert.ok(Math.abs(it - given[i]) < 1e-6));
  },

  async 'a response is made, kept and continued'() {
    const first = await client.responses.create({
      model: 'hearth', instructions: KITCHEN[0].content, input: KITCHEN[1].content, temperature: 0,
    });
    assert.equal(first.output_text, EXPECTED);
    assert.equal((await client.responses.retrieve(first.id)).output_text ?? EXPECTED, EXPECTED);
    const items = [];
    for await (const item of client.responses.inputItems.list(first.id)) items.push(item);
    assert.equal(items[0].content[0].text, KITCHEN[1].content);
    const second = await client.responses.create({
      model: 'hearth', instructions: KITCHEN[0].content, previous_response_id: first.id, input: 'correction: 40%', temperature: 0,
    });
    assert.match(second.output_text, /40/);
    await client.responses.delete(first.id);
    await assert.rejects(client.responses.retrieve(first.id), OpenAI.NotFoundError);
  },

  async 'a response is streamed'() {
    const stream = client.responses.stream({
      model: 'hearth', instructions: KITCHEN[0].content, input: KITCHEN[1].content, temperature: 0,
    });
    const types = new Set();
    for await (const event of stream) types.add(event.type);
    const whole = await stream.finalResponse();
    assert.equal(whole.output_text, EXPECTED);
    assert.ok(types.has('response.output_text.delta') && types.has('response.completed'));
  },

  async 'a response calls a tool and has a format'() {
    const found = await client.responses.create({
      model: 'tiny', input: 'Air!', tool_choice: 'required', parallel_tool_calls: false,
      tools: [{ type: 'function', name: 'open_window', strict: true, parameters: ROOM }],
    });
    assert.equal(found.output[0].type, 'function_call');
    const parsed = await client.responses.parse({
      model: 'tiny', input: 'Where?', text: { format: { type: 'json_schema', name: 'room', strict: true, schema: ROOM } },
    });
    assert.match(parsed.output_parsed.room, /attic|cellar/);
  },

  async 'errors have their types'() {
    const ask = (more) => client.chat.completions.create({ model: 'tiny', messages: KITCHEN, ...more });
    await assert.rejects(ask({ temperature: 9 }), (e) => e instanceof OpenAI.BadRequestError
      && e.param === 'temperature' && e.code === 'invalid_value' && e.type === 'invalid_request_error');
    await assert.rejects(ask({ model: 'huge' }), (e) => e instanceof OpenAI.NotFoundError && e.code === 'model_not_found');
    const stranger = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'wrong', maxRetries: 0 });
    await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
    await assert.rejects(client.chat.completions.create({
      model: 'hearth', stream: true, messages: [{ role: 'user', content: 'long '.repeat(2000) }],
    }), OpenAI.BadRequestError);
  },
};

await run(tests);
