const CERTIFICATE = '.certificate.json';

/** The file name of a network's certificate: the network's name and the first digits of the certificate's digest. */
export function certificateName(network: string, digest: string): string {
  return `${prefix(network)}${digest.slice(0, 12)}${CERTIFICATE}`;
}

/** Whether a file name belongs to a certificate of this network, the present one or an older one. */
export function isCertificateName(network: string, name: string): boolean {
  const start = prefix(network);
  return (
    name.startsWith(start) &&
    name.endsWith(CERTIFICATE) &&
    /^[0-9a-f]{12}$/.test(name.slice(start.length, -CERTIFICATE.length))
  );
}

const prefix = (network: string) => `${network.replace(/\.json$/, '')}.`;
