/** Long lists of names, written as text: they stay readable, and one name more is a small diff. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
