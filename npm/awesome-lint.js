#!/usr/bin/env node
// Runs the command that was installed for this platform.
"use strict";

const { spawnSync } = require("node:child_process");

const name = `@awesome-lint/${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "awesome-lint.exe" : "awesome-lint";

let command;
try {
  command = require.resolve(`${name}/${file}`);
} catch {
  console.error(`error: the package ${name} is not installed; there may be no build for this platform`);
  process.exit(2);
}
const { status, signal, error } = spawnSync(command, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`error: ${error.message}`);
  process.exit(2);
}
if (signal) {
  process.kill(process.pid, signal);
}
process.exit(status);
