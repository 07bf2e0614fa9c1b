// The service's page in a headless browser: node page.mjs URL KEY BROWSER DIRECTORY
import assert from 'node:assert/strict';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import { run } from './tests.mjs';

const [url, key, executablePath, pictures] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 800 });
const problems = [];
const foreign = [];
page.on('console', (it) => { if (it.type() === 'error' && !it.text().includes('401')) problems.push(it.text()); });
page.on('pageerror', (e) => problems.push(e.message));
page.on('request', (it) => { if (!it.url().startsWith(url)) foreign.push(it.url()); });

const text = (selector) => page.$eval(selector, (it) => it.textContent);
const value = (selector) => page.$eval(selector, (it) => it.value);
const focus = () => page.evaluate(() => document.activeElement.id);
const answered = () => page.waitForFunction(() => document.querySelector('#stop').hidden
  && document.querySelector('.turn:last-child .foot, .turn:last-child .wrong'), { timeout: 60_000 });
const picture = (name) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
async function choose(name) {
  const id = await page.$eval('#model', (it, wanted) => [...it.options].find((o) => o.text === wanted).value, name);
  await page.select('#model', id);
}
async function say(words) {
  await page.focus('#message');
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

const tests = {
  async 'a key is asked for, and a wrong one again'() {
    await page.goto(url);
    await page.waitForSelector('#ask[open]');
    assert.equal(await focus(), 'secret');
    await picture('key');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.wrong');
    await new Promise((resolve) => { setTimeout(resolve, 1500); });
    assert.equal(await page.$('#ask[open]'), null);
    await page.reload();
    await page.waitForSelector('#ask[open]');
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('#ask-why').textContent.includes('not taken'));
    await page.keyboard.type(key);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('#model').options.length === 2);
    assert.equal(await page.$('#ask[open]'), null);
  },

  async 'a question is answered as it comes'() {
    await choose('hearth');
    await say('lower the kitchen lights to 59%');
    await page.waitForFunction(() => document.querySelectorAll('.turn').length === 2);
    await answered();
    assert.match(await text('.turn:last-child .text'), /^\{"action":"set_brightness".*59\}$/);
    assert.match(await text('.turn:last-child .foot'), /tokens read.* written/);
    assert.match(await text('#status'), /^Answer: \{/);
    assert.equal(await value('#message'), '');
    assert.equal(await focus(), 'message');
  },

  async 'the conversation goes on, and shift makes a line'() {
    await page.focus('#message');
    await page.keyboard.type('correction:');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Shift');
    await page.keyboard.type('40%');
    assert.equal(await value('#message'), 'correction:\n40%');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.turn').length === 4);
    await answered();
    assert.match(await text('.turn:last-child .text'), /40/);
  },

  async 'figures live'() {
    await page.waitForFunction(() => /\d/.test(document.querySelector('#cpu').textContent));
    assert.match(await text('#memory'), /^[\d.]+ (MB|GB)$/);
    assert.match(await text('#speed'), /^\d/);
    assert.match(await text('#loaded'), /hearth/);
    assert.match(await page.$eval('#memory-line polyline', (it) => it.getAttribute('points')), /,/);
  },

  async 'escape stops'() {
    await page.click('#fresh');
    assert.equal(await page.$('.turn'), null);
    await choose('tiny');
    await say('tell me everything');
    await page.waitForFunction(() => document.querySelector('.turn:last-child .text').textContent.length > 20);
    await page.keyboard.press('Escape');
    await answered();
    assert.equal(await text('.turn:last-child .foot'), 'Stopped.');
    await page.waitForFunction(() => !document.querySelector('#loaded').textContent.includes('at work'));
  },

  async 'a new conversation knows nothing of an answer that still comes'() {
    await say('tell me everything');
    await page.waitForFunction(() => document.querySelector('.turn:last-child .text').textContent.length > 20);
    await page.click('#fresh');
    await page.waitForFunction(() => document.querySelector('#stop').hidden);
    assert.equal(await value('#message'), '');
    await choose('hearth');
    const sent = page.waitForRequest((it) => it.url().endsWith('/v1/chat/completions'));
    await say('turn off the lamp in the hall');
    const { messages } = JSON.parse((await sent).postData());
    assert.deepEqual(messages, [{ role: 'user', content: 'turn off the lamp in the hall' }]);
    await answered();
    await choose('tiny');
  },

  async 'what fails is said, and the question is not lost'() {
    await page.click('summary');
    await page.type('#tokens', '9999999999');
    await say('anything');
    await answered();
    assert.match(await text('.turn:last-child .wrong'), /max_completion_tokens/);
    assert.equal(await value('#message'), 'anything');
    await page.$eval('#tokens', (it) => { it.value = ''; });
    await page.click('summary');
    await page.$eval('#message', (it) => { it.value = ''; });
  },

  async 'a model is unloaded'() {
    await page.click('#loaded button[aria-label="Unload tiny:0"]');
    await page.waitForFunction(() => !document.querySelector('#loaded').textContent.includes('tiny'));
  },

  async 'every control can be reached by keyboard, in order'() {
    await page.evaluate(() => { document.activeElement.blur(); document.body.focus(); });
    await page.goto(url);
    await page.waitForFunction(() => document.querySelector('#model').options.length === 2);
    assert.equal(await focus(), 'message');
    const seen = [];
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab');
      const id = await focus();
      if (id) seen.push(id);
    }
    for (const id of ['send', 'model', 'fresh', 'theme', 'log', 'message']) assert.ok(seen.includes(id), `${id} of ${seen}`);
    assert.ok(seen.indexOf('model') < seen.indexOf('theme') && seen.indexOf('theme') < seen.indexOf('log'));
    const nameless = await page.$$eval('button, select, input, textarea', (all) => all
      .filter((it) => it.checkVisibility() && !it.textContent.trim() && !it.labels?.length && !it.ariaLabel).map((it) => it.id));
    assert.deepEqual(nameless, []);
  },

  async 'it is light and dark, by the system and by choice'() {
    await choose('hearth');
    for (const question of ['turn off the lamp in the hall', 'set the thermostat in the living room to 21']) {
      await say(question);
      await answered();
      await new Promise((resolve) => { setTimeout(resolve, 1200); });
    }
    const paper = () => page.$eval('body', (it) => getComputedStyle(it).backgroundColor);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    const dark = await paper();
    await picture('dark');
    await page.select('#theme', 'light');
    const light = await paper();
    assert.notEqual(light, dark);
    await picture('light');
    await page.reload();
    await page.waitForFunction(() => document.querySelector('#model').options.length === 2);
    assert.equal(await paper(), light);
    await page.select('#theme', 'auto');
    assert.equal(await paper(), dark);
    await page.setViewport({ width: 420, height: 800 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await picture('narrow');
  },

  async 'code and reasoning are shown, and nothing of an answer is markup'() {
    await page.setViewport({ width: 1280, height: 800 });
    await page.evaluate(async () => {
      const { Turn } = await import('/page/turn.js');
      document.querySelector('#fresh').click();
      const turn = new Turn(document.querySelector('#log'), false, 'thinker');
      for (const piece of ['They ask for ', 'a loop.']) turn.think(piece);
      turn.thought.open = true;
      for (const piece of ['Use `for`:\n``', '`java\nfor (int i = 0; i < 3; i++) {}\n``', '`\n<img src=x onerror="document.title=1"> and <b>no</b> markup.']) turn.add(piece);
    });
    assert.equal(await text('.turn pre code'), 'for (int i = 0; i < 3; i++) {}');
    assert.equal(await text('.turn .text > code'), 'for');
    assert.equal(await text('.turn details .text'), 'They ask for a loop.');
    assert.equal(await page.$('.turn img, .turn b'), null);
    await picture('code');
  },

  async 'nothing came from elsewhere, and nothing was refused by the policy'() {
    assert.deepEqual(foreign, []);
    assert.deepEqual(problems.filter((it) => !it.includes('400')), []);
  },
};

await run(tests, { failed: (number) => picture(`failed-${number}`), end: () => browser.close() });
