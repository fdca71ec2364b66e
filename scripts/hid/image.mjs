// Builds the little machine: a Debian kernel, and a root of busybox, Node, the driver and what they link to.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../prepare.mjs'
import { packRoot } from './cpio.mjs'

const at = (...parts) => path.join(root, ...parts)
const MODULES = ['hid', 'hid-generic', 'uhid']
const PACKAGES = ['busybox-static', 'libusb-1.0-0', 'libudev1']
const INIT = `#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev /tmp
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
for module in ${MODULES.join(' ')}; do /bin/busybox insmod /modules/$module.ko; done
/bin/node /app/scripts/hid/guest.mjs
/bin/busybox reboot -f
`

function output(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} did not succeed: ${stderr ?? 'not found'}`)
  return stdout
}

/** The newest small kernel the package sources know. */
function kernelPackage() {
  const found = /Depends: (linux-image-\S+-cloud-amd64)/.exec(
    output('apt-cache', ['depends', 'linux-image-cloud-amd64']),
  )
  if (!found) throw new Error('the package sources know no linux-image-cloud-amd64')
  return found[1]
}

/** Fetches and unpacks the packages once; `home` keeps them for the next run. Fails where none can be had. */
export function fetchPackages(home) {
  const folder = path.join(home, 'packages')
  const packages = [kernelPackage(), ...PACKAGES]
  const unpacked = path.join(folder, packages[0])
  if (existsSync(path.join(unpacked, '.whole'))) return unpacked

  rmSync(folder, { recursive: true, force: true })
  mkdirSync(unpacked, { recursive: true })
  output('apt-get', ['download', '-qq', ...packages], { cwd: folder })
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    output('dpkg-deb', ['-x', path.join(folder, file), unpacked])
    rmSync(path.join(folder, file))
  }
  writeFileSync(path.join(unpacked, '.whole'), '')
  return unpacked
}

/** The one file of the packages whose path ends like this. */
function only(unpacked, ending) {
  const found = readdirSync(unpacked, { recursive: true }).find((file) => ending.test(file))
  if (found === undefined) throw new Error(`nothing in the packages ends in ${ending.source}`)
  return path.join(unpacked, found)
}

/** Answers the kernel and the packed root. */
export function buildImage(home, unpacked) {
  const [machine, initrd] = [path.join(home, 'root'), path.join(home, 'root.cpio')]
  rmSync(machine, { recursive: true, force: true })
  for (const name of ['bin', 'modules', 'lib/x86_64-linux-gnu', 'lib64', 'app/node_modules', 'app/scripts'])
    mkdirSync(path.join(machine, name), { recursive: true })

  writeFileSync(path.join(machine, 'init'), INIT)
  chmodSync(path.join(machine, 'init'), 0o755)
  cpSync(path.join(unpacked, 'bin/busybox'), path.join(machine, 'bin/busybox'))
  cpSync(process.execPath, path.join(machine, 'bin/node'))
  for (const name of MODULES)
    cpSync(only(unpacked, new RegExp(`/drivers/hid/${name}\\.ko$`)), path.join(machine, 'modules', `${name}.ko`))
  addLibraries(machine, unpacked)
  addProgram(machine)
  packRoot(machine, initrd)
  return { kernel: only(unpacked, /^boot\/vmlinuz-[^/]*$/), initrd }
}

function addLibraries(machine, unpacked) {
  const linked = [...output('ldd', [process.execPath]).matchAll(/(\/\S+\.so\S*)/g)].map(([file]) => file)
  const loader = linked.find((file) => file.includes('ld-linux')) ?? '/lib64/ld-linux-x86-64.so.2'
  cpSync(loader, path.join(machine, 'lib64', path.basename(loader)), { dereference: true })
  const wanted = [
    ...linked.filter((file) => file !== loader),
    only(unpacked, /\/libusb-1\.0\.so\.0$/),
    only(unpacked, /\/libudev\.so\.1$/),
  ]
  for (const file of wanted)
    cpSync(file, path.join(machine, 'lib/x86_64-linux-gnu', path.basename(file)), { dereference: true })
}

function addProgram(machine) {
  const app = path.join(machine, 'app')
  cpSync(at('dist/package.json'), path.join(app, 'dist/package.json'))
  for (const name of ['domain', 'lib', 'features/flag'])
    cpSync(at('dist', name), path.join(app, 'dist', name), { recursive: true })
  for (const name of ['node-hid', 'pkg-prebuilds'])
    cpSync(at('node_modules', name), path.join(app, 'node_modules', name), { recursive: true, dereference: true })
  cpSync(at('scripts/hid'), path.join(app, 'scripts/hid'), { recursive: true })
}
