import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '#lib/errors.ts'

export type TextFile = {
  readonly size: number
  readonly encoding: string
  /** How many bytes the latest reading has got through. */
  readonly position: () => number
  /** UTF-8 without a byte order mark, whatever the file is in. */
  readonly read: () => AsyncGenerator<Uint8Array>
}

type Encoding = { readonly name: string; readonly skip: number }

const HEAD_BYTES = 64 * 1024
const CHUNK_BYTES = 256 * 1024

const MARKS: readonly (readonly [string, Encoding])[] = [
  ['efbbbf', { name: 'utf-8', skip: 3 }],
  ['fffe', { name: 'utf-16le', skip: 2 }],
  ['feff', { name: 'utf-16be', skip: 2 }],
]

const STRANGERS: readonly (readonly [string, string])[] = [
  ['504b0304', 'It is an Excel workbook or a zip archive. Save the sheet as CSV (UTF-8) first.'],
  ['d0cf11e0', 'It is an old Excel workbook. Save the sheet as CSV (UTF-8) first.'],
  ['1f8b', 'It is compressed. Unpack it first.'],
  ['25504446', 'It is a PDF.'],
]

/** Opens a text file of any common encoding; what is no text, empty or missing fails in words. */
export async function openText(file: string): Promise<TextFile> {
  const name = basename(file)
  const size = await sizeOf(file)
  if (size === 0) throw new AppError('invalid', `${name} is empty.`)

  const head = await headOf(file)
  const stranger = STRANGERS.find(([mark]) => head.toString('hex', 0, 4).startsWith(mark))
  if (stranger) throw new AppError('invalid', `${name} cannot be read as text. ${stranger[1]}`)

  const encoding = marked(head) ?? unmarked(head) ?? { name: await eightBit(file), skip: 0 }
  if (encoding.name === 'binary') throw new AppError('invalid', `${name} cannot be read as text: it holds binary data.`)

  const progress = { bytes: 0 }
  return { size, encoding: encoding.name, position: () => progress.bytes, read: () => utf8Of(file, encoding, progress) }
}

/** The whole of a small text file. */
export async function wholeText(text: TextFile): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of text.read()) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null)
  if (!found) throw new AppError('not-found', `There is no file ${file}.`)
  if (!found.isFile()) throw new AppError('invalid', `${file} is not a file.`)
  return found.size
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file).catch((cause: unknown) => {
    throw new AppError('forbidden', `${file} may not be read. Check its permissions.`, { cause })
  })
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function marked(head: Buffer): Encoding | undefined {
  return MARKS.find(([mark]) => head.toString('hex', 0, 3).startsWith(mark))?.[1]
}

/** UTF-16 without a mark has a zero in nearly every second byte; any other zero is no text. */
function unmarked(head: Buffer): Encoding | undefined {
  if (!head.includes(0)) return undefined

  const zeros = (parity: number) => head.filter((byte, index) => byte === 0 && index % 2 === parity).length
  if (zeros(1) > head.length / 4) return { name: 'utf-16le', skip: 0 }
  if (zeros(0) > head.length / 4) return { name: 'utf-16be', skip: 0 }
  return { name: 'binary', skip: 0 }
}

async function eightBit(file: string): Promise<'utf-8' | 'windows-1252'> {
  const strict = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of bytesOf(file, 0)) strict.decode(chunk, { stream: true })
    strict.decode()
    return 'utf-8'
  } catch {
    return (await mostlyUtf8(file)) ? 'utf-8' : 'windows-1252'
  }
}

/** A damaged UTF-8 file has many good characters for each bad one; a Windows file has none. */
async function mostlyUtf8(file: string): Promise<boolean> {
  const lenient = new TextDecoder('utf-8')
  let good = 0
  let bad = 0
  for await (const chunk of bytesOf(file, 0)) {
    for (const char of lenient.decode(chunk, { stream: true }).match(/[^\0-\x7f]/gu) ?? []) {
      if (char === '\uFFFD') bad += 1
      else good += 1
    }
  }
  return good > bad * 4
}

async function* utf8Of(
  file: string,
  { name, skip }: Encoding,
  progress: { bytes: number },
): AsyncGenerator<Uint8Array> {
  const decoder = name === 'utf-8' ? null : new TextDecoder(name)
  progress.bytes = skip
  for await (const chunk of bytesOf(file, skip)) {
    progress.bytes += chunk.length
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk
  }
  if (decoder) yield Buffer.from(decoder.decode())
}

async function* bytesOf(file: string, start: number): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file, { start, highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>
}
