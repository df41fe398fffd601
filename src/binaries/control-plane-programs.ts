import type { ProgramRequest } from './program-source.ts';

/** Versions of the embedded control plane, and of the tool that renders charts. */
export const controlPlaneVersions = { kubernetes: '1.36.3', etcd: '3.6.8', helm: '4.3.1' } as const;

const kubeVersionPackage = 'k8s.io/component-base/version';

/** etcd, kube-apiserver and kube-controller-manager, in the order in which they are needed. */
export const controlPlanePrograms: ProgramRequest[] = [
  {
    name: 'etcd',
    version: controlPlaneVersions.etcd,
    source: {
      release: {
        url: 'https://github.com/etcd-io/etcd/releases/download/v{version}/etcd-v{version}-{os}-{arch}.tar.gz',
        checksums: 'https://github.com/etcd-io/etcd/releases/download/v{version}/SHA256SUMS',
        file: 'etcd-v{version}-{os}-{arch}/etcd',
      },
      goModule: { module: 'go.etcd.io/etcd/server/v3', package: '.' },
      version: { command: ['--version'], pattern: '^etcd Version: (\\S+)' },
    },
  },
  kubernetesProgram('kube-apiserver'),
  kubernetesProgram('kube-controller-manager'),
];

/** Only wanted when a chart has to be rendered. */
export const helmProgram: ProgramRequest = {
  name: 'helm',
  version: controlPlaneVersions.helm,
  source: {
    release: {
      url: 'https://get.helm.sh/helm-v{version}-{os}-{arch}.tar.gz',
      checksums: 'https://get.helm.sh/helm-v{version}-{os}-{arch}.tar.gz.sha256sum',
      file: '{os}-{arch}/helm',
    },
    goModule: {
      module: 'helm.sh/helm/v4',
      package: './cmd/helm',
      ldflags: ['-X helm.sh/helm/v4/internal/version.version=v{version}'],
    },
    version: { command: ['version', '--short'], pattern: '^v?(\\d+\\.\\d+\\.\\d+)' },
  },
};

function kubernetesProgram(name: string): ProgramRequest {
  return {
    name,
    version: controlPlaneVersions.kubernetes,
    source: {
      release: {
        url: `https://dl.k8s.io/v{version}/bin/{os}/{arch}/${name}`,
        checksums: `https://dl.k8s.io/v{version}/bin/{os}/{arch}/${name}.sha256`,
      },
      goModule: {
        module: 'k8s.io/kubernetes',
        package: `./cmd/${name}`,
        // Without these it reports v0.0.0-master, which clients refuse.
        ldflags: [
          `-X ${kubeVersionPackage}.gitVersion=v{version}`,
          `-X ${kubeVersionPackage}.gitMajor={major}`,
          `-X ${kubeVersionPackage}.gitMinor={minor}`,
        ],
      },
      version: { command: ['--version'], pattern: '^Kubernetes v(\\S+)' },
    },
  };
}
