// Writes the addresses that unpic makes for this service, one JSON object a line; the test asks
// for them. The arguments are the addresses of pictures.

import { transformUrl } from "unpic";
import { generate, extract } from "unpic/providers/cloudflare";

const wishes = [
  { width: 300 },
  { height: 100 },
  { width: 300, height: 100 },
  { width: 300, height: 300, format: "webp" },
  { width: 90.4, height: 60.2, quality: 60 },
];

function tell(made, from, url, wish) {
  console.log(JSON.stringify({ made: String(made), from, url, wish }));
}

for (const url of process.argv.slice(2)) {
  for (const wish of wishes) {
    tell(transformUrl({ url, provider: "cloudflare", ...wish }), "transformUrl", url, wish);
    // It changes what it is given.
    tell(generate(url, { ...wish }, {}), "generate", url, wish);
  }
  // An address of ours, parsed and written again with another size.
  const first = generate(url, { width: 300, height: 100, sharpen: 1, gravity: "right" }, {});
  const { src, operations } = extract(first);
  tell(generate(src, { ...operations, width: 150, height: 50 }, {}), "again", url, { width: 150, height: 50 });
  tell(transformUrl({ url: String(first), width: 120, height: 40 }), "detected", url, { width: 120, height: 40 });
}
