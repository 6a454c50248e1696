// npm sharp-phash, as a side of Measure-LocalHash.ps1: one thread, processor time per image.
import fs from 'node:fs';
import sharp from 'sharp';
import phash from 'sharp-phash';

sharp.concurrency(1);
sharp.cache(false);
for (const file of process.argv.slice(2)) {
    const content = fs.readFileSync(file);
    const hash = BigInt('0b' + await phash(content)).toString(16).padStart(16, '0');
    const count = Math.max(5, Math.min(100, Math.round(2e6 / content.length)));
    const times = [];
    for (let run = 0; run < 3; run++) {
        const start = process.cpuUsage();
        for (let i = 0; i < count; i++) {
            await phash(content);
        }
        const used = process.cpuUsage(start);
        times.push((used.user + used.system) / 1e6 / count);
    }
    console.log(JSON.stringify({ file, hash, seconds: times.sort((a, b) => a - b)[1] }));
}
