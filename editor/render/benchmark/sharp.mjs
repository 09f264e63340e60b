// The same jobs as jobs.py, done by sharp: node sharp.mjs SHARP_FOLDER FOLDER, job names on stdin.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [, , home, folder] = process.argv;
const sharp = createRequire(`${home}/`)('sharp');
sharp.concurrency(1);
sharp.cache(false);

const JPEG = { quality: 85, progressive: true };
const file = (name) => `${folder}/${name}`;
const clear = { r: 0, g: 0, b: 0, alpha: 0 };
const pixels = {};

async function thumbnail() {
  return sharp(file('photo.jpg')).rotate().resize(800).jpeg(JPEG).toFile(file('result-sharp.jpg'));
}

async function cutout() {
  const size = { width: 1200, height: 1406 };
  const alpha = await sharp(file('matte.png')).resize({ ...size, fit: 'fill' }).extractChannel(0).raw().toBuffer();
  const one = { ...size, channels: 1 };
  const subject = await sharp(file('portrait.jpg')).rotate().resize(size)
    .joinChannel(alpha, { raw: one }).raw().toBuffer();
  return sharp(subject, { raw: { ...size, channels: 4 } }).flatten({ background: 'white' })
    .jpeg(JPEG).toFile(file('result-sharp.jpg'));
}

async function layer(name, [x, y, width, height], { angle = 0, opacity = 1, blend = 'over' } = {}) {
  // Intermediate results stay raw pixels: no encoder is counted that the work doesn't need.
  let picture = sharp(file(name)).rotate().resize({ width, height, fit: 'cover' }).ensureAlpha(opacity);
  const flat = await picture.raw().toBuffer({ resolveWithObject: true });
  let turned = flat;
  if (angle) {
    turned = await sharp(flat.data, { raw: flat.info }).rotate(angle, { background: clear })
      .raw().toBuffer({ resolveWithObject: true });
  }
  const { width: w, height: h } = turned.info;
  return { input: turned.data, raw: turned.info, blend, left: Math.round(x - w / 2), top: Math.round(y - h / 2) };
}

async function documentOfSixLayers() {
  const layers = [
    await layer('phone.jpg', [1000, 1000, 2000, 2000]),
    await layer('layer-1.jpg', [600, 500, 900, 600], { angle: -8 }),
    await layer('layer-2.jpg', [1400, 600, 900, 600], { angle: 6, opacity: 0.8 }),
    await layer('layer-3.jpg', [1000, 1500, 1200, 500], { blend: 'multiply' }),
    await layer('layer-4.png', [600, 1300, 900, 600]),
    await layer('layer-5.png', [1450, 1350, 750, 500], { angle: 15, blend: 'screen' }),
  ];
  const sheet = { width: 2000, height: 2000, channels: 4, background: 'white' };
  return sharp({ create: sheet }).composite(layers).flatten({ background: 'white' })
    .jpeg(JPEG).toFile(file('result-sharp.jpg'));
}

async function decode(name) {
  await sharp(file(name)).rotate().raw().toBuffer();
  return { size: 0 };
}

async function raw(name) {
  pixels[name] ??= await sharp(file(name)).raw().toBuffer({ resolveWithObject: true });
  const { data, info } = pixels[name];
  return sharp(data, { raw: info });
}

async function encode(settings) {
  const { info } = await settings(await raw('medium.jpg')).toBuffer({ resolveWithObject: true });
  return info;
}

const JOBS = {
  'decode-jpeg': () => decode('photo.jpg'),
  'decode-png': () => decode('photo.png'),
  'decode-webp': () => decode('photo.webp'),
  thumbnail,
  cutout,
  document: documentOfSixLayers,
  'encode-jpeg': () => encode((picture) => picture.jpeg(JPEG)),
  'encode-png': () => encode((picture) => picture.png({ compressionLevel: 4, adaptiveFiltering: true })),
  'encode-webp': () => encode((picture) => picture.webp({ quality: 85, effort: 2 })),
  'encode-avif': () => encode((picture) => picture.avif({ quality: 69, effort: 0, chromaSubsampling: '4:2:0' })),
};

function forgetPeak() {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Elsewhere than on Linux the peak is that of the whole process's life.
  }
}

function peak() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

say({ peer: `sharp ${sharp.versions.sharp} (libvips ${sharp.versions.vips})` });
for await (const line of createInterface({ input: process.stdin })) {
  forgetPeak();
  const before = process.cpuUsage();
  const info = await JOBS[line.trim()]();
  const { user, system } = process.cpuUsage(before);
  say({ cpu_s: (user + system) / 1e6, peak_rss: peak(), bytes: info.size });
}
