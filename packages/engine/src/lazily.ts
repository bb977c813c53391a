/**
 * Computes an answer when it is first asked for, and keeps it. A failure is kept too: whoever asks again is told the same at once, so that one mistake of
 * ours is not made once for every file.
 */
export function lazily<Answer>(compute: () => Answer): () => Answer {
  let kept: { readonly answer: Answer } | { readonly error: unknown } | null = null;
  return () => {
    if (kept === null) {
      try {
        kept = { answer: compute() };
      } catch (error) {
        kept = { error };
      }
    }
    if ('error' in kept) throw kept.error;
    return kept.answer;
  };
}
