import { mkdir, opendir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { filedTicketId, ticketFileName } from '#domain/ticket-file.ts'
import { AppError, messageOf } from '#lib/errors.ts'

const MARK = '.exported-by-pennant'
const LEFT_OVER = /^\.[\w.]+\.\d+\.tmp$/

/** A folder that is ours to write: whole files or none, and nothing is touched that is the same already. */
export type ExportFolder = {
  readonly tickets: string
  /** True when the file had to be written. */
  readonly write: (folder: string, name: string, text: string) => Promise<boolean>
}

/** Makes the folder; one that holds ticket files of somebody else's is refused, because they would be archived. */
export async function openExportFolder(directory: string): Promise<ExportFolder> {
  const tickets = path.join(directory, 'tickets')
  try {
    await mkdir(tickets, { recursive: true, mode: 0o750 })
    if ((await read(path.join(directory, MARK))) === null) {
      for await (const { name } of await opendir(tickets)) if (filedTicketId(name) !== null) throw notOurs(tickets)
      await writeFile(
        path.join(directory, MARK),
        'Pennant writes this folder, and archives what is not in it any more.\n',
      )
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : unwritable(directory, cause)
  }
  return { tickets, write: (folder, name, text) => write(path.join(folder, name), text) }
}

async function write(file: string, text: string): Promise<boolean> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`)
  try {
    if ((await read(file)) === text) return false
    await writeFile(temporary, text, { mode: 0o640 })
    await rename(temporary, file)
    return true
  } catch (cause) {
    await rm(temporary, { force: true })
    throw unwritable(file, cause)
  }
}

/** Moves the files of tickets that are not exported any more to `archive/<date>`; answers how many. */
export async function archiveOthers(
  tickets: string,
  { date, isExported }: { date: string; isExported: (id: string) => boolean },
): Promise<number> {
  const archive = path.join(tickets, 'archive', date)
  const gone: string[] = []
  for await (const { name } of await opendir(tickets)) {
    const id = filedTicketId(name)
    if (id !== null && !isExported(id)) gone.push(id)
    if (LEFT_OVER.test(name)) await rm(path.join(tickets, name), { force: true })
  }
  if (gone.length > 0) await mkdir(archive, { recursive: true, mode: 0o750 })
  for (const id of gone) await rename(path.join(tickets, ticketFileName(id)), path.join(archive, ticketFileName(id)))
  return gone.length
}

async function read(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const notOurs = (tickets: string) =>
  new AppError('conflict', `${tickets} holds ticket files that were not exported from here. Choose an empty folder.`)

const unwritable = (file: string, cause: unknown) =>
  new AppError('unavailable', `${file} cannot be written: ${messageOf(cause)}. Let the user that runs this write it.`, {
    cause,
  })
