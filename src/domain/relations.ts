/** What one ticket can be to another, read from the one that is stored first. */
export type RelationKind = 'duplicate_of' | 'blocks' | 'caused_by' | 'follows'

/** From which of the two tickets a relation is read. */
export type Side = 'from' | 'to'

export const RELATION_KINDS: readonly RelationKind[] = ['duplicate_of', 'blocks', 'caused_by', 'follows']

const WORDS: Readonly<Record<RelationKind, Readonly<Record<Side, { readonly says: string; readonly title: string }>>>> =
  {
    duplicate_of: {
      from: { says: 'is a duplicate of', title: 'Duplicate of' },
      to: { says: 'has the duplicate', title: 'Has duplicate' },
    },
    blocks: { from: { says: 'blocks', title: 'Blocks' }, to: { says: 'is blocked by', title: 'Blocked by' } },
    caused_by: { from: { says: 'is caused by', title: 'Caused by' }, to: { says: 'caused', title: 'Caused' } },
    follows: { from: { says: 'follows', title: 'Follows' }, to: { says: 'is followed by', title: 'Followed by' } },
  }

/** `is blocked by`: what comes between a ticket and the number of the other. */
export const relationSays = (kind: RelationKind, side: Side): string => WORDS[kind][side].says

/** `Blocked by`, as a heading. */
export const relationTitle = (kind: RelationKind, side: Side): string => WORDS[kind][side].title

/** Every way to read a relation, as a form offers it: `blocks`, `blocks:to` … */
export const RELATION_CHOICES = RELATION_KINDS.flatMap((kind) =>
  (['from', 'to'] as const).map((side) => ({
    value: side === 'from' ? kind : `${kind}:to`,
    label: relationSays(kind, side),
    kind,
    side,
  })),
)

/** What a form chose; null when it is none of the choices. */
export const readRelation = (value: string): { readonly kind: RelationKind; readonly side: Side } | null =>
  RELATION_CHOICES.find((choice) => choice.value === value) ?? null

type Pair = { readonly fromId: number; readonly toId: number }

/** Why two tickets cannot be related so, in words; null when they can. `known` are the relations of this kind that stand. */
export function relationProblem({ fromId, toId }: Pair, kind: RelationKind, known: readonly Pair[]): string | null {
  if (fromId === toId) return 'A ticket cannot be related to itself. Choose another one.'
  if (known.some((one) => one.fromId === fromId && one.toId === toId)) return 'These two are related so already.'
  if (known.some((one) => one.fromId === toId && one.toId === fromId)) return BOTH_WAYS[kind]
  return reaches(toId, fromId, known) ? 'By way of other tickets this would go round in a circle.' : null
}

const BOTH_WAYS: Readonly<Record<RelationKind, string>> = {
  duplicate_of: 'The other one is a duplicate of this one already. Take that back first.',
  blocks: 'It is the other way round already, and two tickets cannot block each other.',
  caused_by: 'It is the other way round already, and two tickets cannot cause each other.',
  follows: 'It is the other way round already, and two tickets cannot follow each other.',
}

function reaches(startId: number, goalId: number, known: readonly Pair[]): boolean {
  const seen = new Set([startId])
  for (const id of seen) {
    if (id === goalId) return true
    for (const { fromId, toId } of known) if (fromId === id) seen.add(toId)
  }
  return false
}
