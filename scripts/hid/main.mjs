// npm run test:hid: the driver of the flag against a real device of a real kernel, in a virtual machine.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { clearTimeout, setTimeout } from 'node:timers'
import { prepare, root } from '../prepare.mjs'
import { buildImage, fetchPackages } from './image.mjs'

const PATIENCE_MS = 150_000

/** Why it cannot run on this machine; null where it can. */
function missing() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it needs Linux on x86-64'
  for (const tool of ['apt-get', 'dpkg-deb', 'ldd'])
    if (spawnSync(tool, ['--version']).error) return `there is no ${tool}`
  return spawnSync('qemu-system-x86_64', ['--version']).error ? 'there is no qemu-system-x86_64' : null
}

function boot({ kernel, initrd }) {
  const args = ['-accel', 'tcg', '-cpu', 'max', '-m', '768', '-nographic', '-no-reboot', '-nic', 'none']
  const line = 'console=ttyS0 quiet panic=-1 rdinit=/init'
  return spawn('qemu-system-x86_64', [...args, '-kernel', kernel, '-initrd', initrd, '-append', line], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function run(machine) {
  const heard = []
  const results = []
  let done = false
  const timer = setTimeout(() => machine.kill('SIGKILL'), PATIENCE_MS)
  for await (const line of createInterface({ input: machine.stdout })) {
    heard.push(line)
    const [, words] = /hid: (.*?)\s*$/.exec(line) ?? []
    if (words === 'done') done = true
    else if (words) {
      results.push(words.startsWith('ok '))
      console.log(words.replace(/^ok /, 'ok     '))
    }
  }
  clearTimeout(timer)
  return { heard, done, passed: results.filter(Boolean).length, failed: results.filter((ok) => !ok).length }
}

function skip(why) {
  console.log(`skipped: the flag's driver against a kernel's device, for ${why}.`)
  process.exit(0)
}

function packages(home) {
  try {
    mkdirSync(home, { recursive: true })
    return fetchPackages(home)
  } catch (error) {
    return skip(error.message.trim())
  }
}

const why = missing()
if (why !== null) skip(why)

const begun = performance.now()
const home = path.join(root, '.cache/hid')
const unpacked = packages(home)
prepare()
const { heard, done, passed, failed } = await run(boot(buildImage(home, unpacked)))
for (const made of ['root', 'root.cpio']) rmSync(path.join(home, made), { recursive: true, force: true })
const sound = done && failed === 0
// A machine that ended before its last check has failed at one that was never told.
if (!done) console.log(heard.slice(-60).join('\n'))
console.log(
  `${passed} passed, ${failed + (done ? 0 : 1)} failed (${((performance.now() - begun) / 1000).toFixed(1)} s)`,
)
process.exit(sound ? 0 : 1)
