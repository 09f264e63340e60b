// Serves a Worker in Miniflare, its images binding led to a studio:
// node serve.js SCRIPT ADDRESS-OF-THE-BINDING STUDIO PORT
import { readFile } from "node:fs/promises";
import { Miniflare } from "miniflare";

const [script, binding, studio, port] = process.argv.slice(2);

const miniflare = new Miniflare({
  modules: true,
  script: await readFile(script, "utf8"),
  compatibilityDate: "2026-07-01",
  host: "127.0.0.1",
  port: Number(port),
  bindings: { STUDIO: studio },
  images: { binding: "IMAGES", remoteProxyConnectionString: new URL(binding) },
});
await miniflare.ready;

process.on("SIGTERM", async () => {
  await miniflare.dispose();
  process.exit(0);
});
