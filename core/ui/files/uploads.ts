import { errorText, store, t, toast } from '../api';
import { type FileNode, freeName } from './file-node';

/** The folder that files are added to, with the names that are taken there. */
export type Target = Pick<FileNode, 'entityType' | 'entityId' | 'parentId'> & { taken: readonly string[] };

/**
 * Adds files to a folder, each under a name that is free. What fails is said by name and leaves the others.
 * @param tell is given in words what is on its way, and nothing in the end
 */
export async function addFiles(files: readonly File[], target: Target, tell: (words: string) => void): Promise<void> {
  const { taken, ...place } = target;
  const names = [...taken];
  const done = new Map<string, number>();
  const report = () => {
    const [name = ''] = done.keys();
    const percent = Math.round(([...done.values()].reduce((sum, part) => sum + part, 0) / done.size) * 100);
    tell(t(done.size === 1 ? 'files.uploading' : 'files.uploadingMany', { name, percent, count: done.size }));
  };
  const add = async (file: File, name: string) => {
    const onProgress = (part: number) => {
      done.set(name, part);
      report();
    };
    try {
      const { blobId, type } = await store().upload(file, { onProgress });
      await store().create('FileNode', { ...place, name, blobId, type });
    } catch (error) {
      toast(t('files.failed', { name, reason: errorText(error) }), 'red');
    }
  };
  const added = files.map((file) => {
    const name = freeName(file.name.normalize('NFC'), names);
    names.push(name);
    done.set(name, 0);
    return add(file, name);
  });
  await Promise.all(added);
  tell('');
}
