/** The only door to files: everything below a host takes one of these. Paths are absolute, with `/`. Nothing here throws. */
export interface FileSystem {
  /** Bytes of a file, or null when there is none or it cannot be read. */
  read(path: string): Uint8Array | null;
  /** Size and kind; null when there is nothing. Symlinks are followed. */
  stat(path: string): { readonly kind: 'file' | 'directory'; readonly size: number; readonly mtime: number } | null;
  /** Names in a directory, sorted by code unit; [] when there is none. `link` tells symlinks, which walkers do not enter. */
  list(path: string): readonly { readonly name: string; readonly kind: 'file' | 'directory' | 'other'; readonly link: boolean }[];
}
