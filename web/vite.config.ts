import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  server: { fs: { allow: [here("..")] } },
  build: {
    target: ["chrome123", "edge123", "firefox120", "safari17.5"],
    outDir: here("../src/grandstand/web/pages"),
    emptyOutDir: true,
    // The pages run under a policy without inline code, so nothing may become a data address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: here("index.html"),
        assistant: here("assistant.html"),
        console: here("console.html"),
        games: here("games.html"),
        library: here("library.html"),
        replay: here("replay.html"),
        "replay-desk": here("replay-desk.html"),
        "sign-in": here("sign-in.html"),
        status: here("status.html"),
      },
    },
  },
});
