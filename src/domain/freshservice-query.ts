const LONGEST = 512

/**
 * The filter queries, quotes included, that together name every ticket in the given statuses; as few as fit into
 * the 512 characters that one may have.
 */
export function statusQueries(statusIds: readonly string[], workspaceId: string | null): readonly string[] {
  const groups: string[][] = []
  for (const id of new Set(statusIds)) {
    const last = groups.at(-1)
    if (last && written([...last, id], workspaceId).length <= LONGEST) last.push(id)
    else groups.push([id])
  }
  return groups.map((group) => written(group, workspaceId))
}

function written(statusIds: readonly string[], workspaceId: string | null): string {
  const statuses = statusIds.map((id) => `status:${id}`).join(' OR ')
  return workspaceId === null ? `"${statuses}"` : `"workspace_id:${workspaceId} AND (${statuses})"`
}
