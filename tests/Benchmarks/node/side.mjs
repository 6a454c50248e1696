// One request a line on standard input, one report a line on standard output: { mode, endpoint, base, count, concurrency }.
import readline from 'node:readline';
import ImageKit from '@imagekit/nodejs';

async function run({ mode, endpoint, base, key, count, concurrency }) {
  const client = new ImageKit({ privateKey: key, baseURL: base });
  const errors = {};
  let done = 0;
  let after = null;
  const start = performance.now();
  const one = async (i) => {
    try {
      await client.files.metadata.getFromURL({ url: `${endpoint}/bulk/${'abcd'[i % 4]}/${String(i).padStart(7, '0')}.jpg` });
      done++;
    } catch (error) {
      const name = error?.status ? String(error.status) : error?.constructor?.name ?? 'Error';
      errors[name] = (errors[name] ?? 0) + 1;
    }
    if (after === null && performance.now() - start >= 2000) {
      after = { count: done, seconds: (performance.now() - start) / 1000 };
    }
  };

  if (mode === 'sequential') {
    for (let i = 0; i < count; i++) {
      await one(i);
    }
  } else if (mode === 'promise-all') {
    await Promise.all(Array.from({ length: count }, (_, i) => one(i)));
  } else {
    let next = 0;
    await Promise.all(Array.from({ length: concurrency }, async () => {
      while (next < count) {
        await one(next++);
      }
    }));
  }

  return {
    seconds: (performance.now() - start) / 1000,
    count: done,
    errors,
    inOrder: true,
    countEarly: after?.count ?? 0,
    secondsEarly: after?.seconds ?? 0,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await run(JSON.parse(line))) + '\n');
}
