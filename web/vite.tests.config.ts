import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const tests = fileURLToPath(new URL("./tests/", import.meta.url));

// Node's own test runner cannot read TypeScript on every supported version, so the tests are bundled first.
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: "node20",
    outDir: "node_modules/.tests",
    emptyOutDir: true,
    rolldownOptions: {
      input: readdirSync(tests)
        .filter((name) => name.endsWith(".test.ts"))
        .map((name) => tests + name),
    },
  },
});
