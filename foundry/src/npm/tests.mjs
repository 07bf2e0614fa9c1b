// Runs tests, an object of functions by name, one after the other; the last line and the exit code say how they went.
export async function run(tests, { failed = async () => {}, end = async () => {} } = {}) {
  let failures = 0;
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      console.log(`ok ${name}`);
    } catch (e) {
      failures++;
      console.log(`FAILED ${name}: ${e.stack}`);
      await failed(failures);
    }
  }
  await end();
  const all = Object.keys(tests).length;
  console.log(`${all - failures} of ${all} passed`);
  process.exitCode = failures === 0 ? 0 : 1;
}
