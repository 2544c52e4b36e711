// Makes the packages of npm from the archives of a release: node npm/build.mjs ARCHIVES OUT.
// One package holds the command of each platform; `awesome-lint` depends on all, and npm installs the one that fits.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PLATFORMS = [
  { target: "x86_64-unknown-linux-musl", os: "linux", cpu: "x64" },
  { target: "aarch64-unknown-linux-musl", os: "linux", cpu: "arm64" },
  { target: "x86_64-apple-darwin", os: "darwin", cpu: "x64" },
  { target: "aarch64-apple-darwin", os: "darwin", cpu: "arm64" },
  { target: "x86_64-pc-windows-msvc", os: "win32", cpu: "x64" },
];

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const [archives, out] = process.argv.slice(2).map((path) => resolve(path));
const manifest = readFileSync(join(root, "Cargo.toml"), "utf8");
const value = (key) => manifest.match(new RegExp(`^${key} = "(.+)"$`, "m"))[1];
const version = value("version");
const repository = { type: "git", url: `git+${value("repository")}.git` };
const common = { version, license: value("license"), repository };

function write(name, manifest, files) {
  const folder = join(out, name.replace("/", "-").replace("@", ""));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ name, ...common, ...manifest }, null, 2)}\n`);
  for (const file of ["LICENSE-MIT", "LICENSE-APACHE", ...files]) {
    cpSync(join(root, file), join(folder, file.split("/").at(-1)));
  }
  return folder;
}

const packages = {};
for (const { target, os, cpu } of PLATFORMS) {
  const isWindows = os === "win32";
  const archive = join(archives, `awesome-lint-${target}.${isWindows ? "zip" : "tar.gz"}`);
  if (!existsSync(archive)) {
    console.error(`left out: there is no ${archive}`);
    continue;
  }
  const name = `@awesome-lint/${os}-${cpu}`;
  const description = `The command awesome-lint for ${os} on ${cpu}`;
  const folder = write(name, { description, os: [os], cpu: [cpu] }, []);
  execFileSync("tar", ["-xf", archive, "-C", folder]);
  packages[name] = version;
}
write(
  "awesome-lint",
  {
    description: "Linter and formatter for Markdown resource lists",
    keywords: ["awesome", "awesome-list", "lint", "markdown"],
    bin: { "awesome-lint": "awesome-lint.js" },
    engines: { node: ">=18" },
    optionalDependencies: packages,
  },
  ["README.md", "npm/awesome-lint.js"],
);
