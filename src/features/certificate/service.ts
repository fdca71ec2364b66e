import { X509Certificate } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { NetworkInterfaceInfo } from 'node:os'
import path from 'node:path'
import type { CertificateFiles } from '#lib/certificate-files.ts'
import { conflict } from '#lib/errors.ts'
import { selfSigned } from '#lib/self-signed.ts'
import type { CertificateWish } from './schema.ts'

/** This machine as others may know it. */
export type Machine = {
  readonly hostName: string
  readonly interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>
}

export type Made = { readonly names: readonly string[]; readonly validToAt: number; readonly fingerprint: string }

/** Refuses to touch files that are there, so that a bought certificate is not lost by a slip. */
export function checkUnused({ certificate, key }: CertificateFiles): void {
  const taken = [certificate, key].find((file) => existsSync(file))
  if (taken !== undefined) throw conflict(`${taken} is there already. Add --force to replace certificate and key.`)
}

/** Makes a self-signed certificate and its key, and puts them in place whole, the key readable by its owner alone. */
export async function makeCertificate(
  files: CertificateFiles,
  wish: CertificateWish & { readonly fromAt: number },
): Promise<Made> {
  const { cert, key } = await selfSigned(wish)
  // The key first: whoever reads between the two finds a pair that does not match, and waits.
  replaceFile(files.key, key, 0o600)
  replaceFile(files.certificate, cert, 0o644)

  const { validTo, fingerprint256 } = new X509Certificate(cert)
  return {
    names: [...wish.names, ...wish.addresses],
    validToAt: Date.parse(validTo),
    fingerprint: fingerprint256,
  }
}

/** What was asked for, and what this machine is called anyway. */
export function withOwnNames({ names, addresses, days }: CertificateWish, machine: Machine): CertificateWish {
  const usual = /^[a-z0-9.-]+$/i.test(machine.hostName) ? [machine.hostName.toLowerCase()] : []
  const own = Object.values(machine.interfaces)
    .flatMap((list) => list ?? [])
    .filter(({ address, internal }) => !internal && !/^fe80:/i.test(address))
    .map(({ address }) => address)
  return {
    names: [...new Set([...names, ...usual, 'localhost'])],
    addresses: [...new Set([...addresses, '127.0.0.1', '::1', ...own])],
    days,
  }
}

function replaceFile(file: string, text: string, mode: number): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const beside = `${file}.new`
  rmSync(beside, { force: true })
  const descriptor = openSync(beside, 'wx', mode)
  writeSync(descriptor, text)
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(beside, file)
}
