import type { ObtainedProgram } from '../../../binaries/program.ts';
import type { Profile } from '../../../profile/schema.ts';

type ImageEntry = NonNullable<Profile['embedded']>['images'][number];

/** What a container runs on the host. */
export interface ContainerProgram {
  program: ObtainedProgram;
  /** Name of the program inside the container. */
  name: string;
  /** What follows the program on the command line. */
  args: string[];
}

/** The container cannot be run here; the message names the image or the command and where to add it. */
export class UnknownImageError extends Error {
  override readonly name = 'UnknownImageError';
}

/** Image → program, as the profile says: the process node's stand-in for a registry. */
export class ImageTable {
  readonly #entries: ImageEntry[];
  readonly #programs: Record<string, ObtainedProgram>;
  readonly #profileName: string;

  constructor(profile: Profile, programs: Record<string, ObtainedProgram>) {
    this.#entries = profile.embedded?.images ?? [];
    this.#programs = programs;
    this.#profileName = profile.name;
  }

  /** The program and command line of a container with this image, `command` and `args` (already expanded). */
  resolve(image: string, command: string[] | undefined, args: string[] | undefined): ContainerProgram {
    const repository = repositoryOf(image);
    const entry = this.#entries.find((candidate) => candidate.image === repository);
    const where = `add it to embedded.images of profiles/${this.#profileName}.yaml`;
    if (!entry) throw new UnknownImageError(`no program stands for image ${image} (${repository}); ${where}`);
    const program = this.#programs[entry.program];
    if (!program)
      throw new UnknownImageError(`image ${image} means program "${entry.program}", which was not obtained`);
    const words = command?.length ? command : entry.entrypoint;
    const first = words[0] ?? '';
    const known = [...entry.entrypoint.slice(0, 1), ...entry.commands].map(baseName);
    if (!known.includes(baseName(first))) {
      throw new UnknownImageError(
        `command "${first}" of image ${image} is none of ${known.join(', ')}; ${where} (commands)`,
      );
    }
    return {
      program,
      name: baseName(entry.entrypoint[0] ?? entry.program),
      args: [...words.slice(1), ...(args ?? [])],
    };
  }
}

/** docker.io/envoyproxy/gateway:v1.9.1@sha256:… → envoyproxy/gateway */
export function repositoryOf(image: string): string {
  const withoutDigest = image.split('@')[0] ?? image;
  const withoutTag = withoutDigest.replace(/:[^/:]*$/, '');
  const [first = '', ...rest] = withoutTag.split('/');
  const isRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return (isRegistry ? rest.join('/') : withoutTag).replace(/^library\//, '');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
