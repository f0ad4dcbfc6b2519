/** What usually listens on a container's port, and what an open one gives away. */

/**
 * What a port leads to.
 * - `control`: an engine or a cluster: whoever reaches it owns the machine
 * - `data`: a database or a queue, often without a password
 * - `remote`: a shell, a desktop, a debugger
 * - `admin`: an administration or monitoring page
 * - `plaintext`: an old protocol without encryption
 * - `public`: what makes no sense unless it is open: a mail server, the end of a VPN
 */
export type PortClass = 'control' | 'data' | 'remote' | 'admin' | 'plaintext' | 'public';

/** One well-known port. */
export interface KnownPort {
  readonly port: number;
  readonly class: PortClass;
  /** What usually listens there. */
  readonly service: string;
  /** Other software uses the port too: then it counts only for images whose repository matches. */
  readonly images?: RegExp;
}

const PORTS: readonly KnownPort[] = [
  known(2375, 'control', 'the Docker API'),
  known(2376, 'control', 'the Docker API'),
  known(2377, 'control', 'Swarm management'),
  known(4243, 'control', 'the Docker API'),
  known(6443, 'control', 'the Kubernetes API'),
  known(10250, 'control', 'the kubelet'),
  known(10255, 'control', 'the kubelet'),
  known(8001, 'control', 'the Kubernetes API', /kubectl|kube/u),

  known(1433, 'data', 'SQL Server'),
  known(1521, 'data', 'Oracle Database'),
  known(2181, 'data', 'ZooKeeper'),
  known(3306, 'data', 'MySQL'),
  known(4222, 'data', 'NATS', /nats/u),
  known(5432, 'data', 'PostgreSQL'),
  known(5672, 'data', 'RabbitMQ'),
  known(5984, 'data', 'CouchDB'),
  known(6333, 'data', 'Qdrant', /qdrant/u),
  known(6379, 'data', 'Redis'),
  known(7000, 'data', 'Cassandra', /cassandra|scylla/u),
  known(7001, 'data', 'Cassandra', /cassandra|scylla/u),
  known(7474, 'data', 'Neo4j'),
  known(7687, 'data', 'Neo4j'),
  known(8086, 'data', 'InfluxDB', /influx/u),
  known(8123, 'data', 'ClickHouse', /clickhouse/u),
  known(9000, 'data', 'ClickHouse', /clickhouse/u),
  known(8529, 'data', 'ArangoDB', /arangodb/u),
  known(9042, 'data', 'Cassandra'),
  known(9092, 'data', 'Kafka'),
  known(9200, 'data', 'Elasticsearch'),
  known(9300, 'data', 'Elasticsearch'),
  known(11211, 'data', 'memcached'),
  known(26257, 'data', 'CockroachDB'),
  known(26379, 'data', 'Redis Sentinel'),
  known(27017, 'data', 'MongoDB'),
  known(27018, 'data', 'MongoDB'),
  known(27019, 'data', 'MongoDB'),

  known(22, 'remote', 'SSH'),
  known(23, 'remote', 'Telnet'),
  known(3389, 'remote', 'remote desktop'),
  known(5005, 'remote', 'a Java debugger'),
  known(5900, 'remote', 'VNC'),
  known(5901, 'remote', 'VNC'),
  known(9229, 'remote', 'the Node.js debugger'),

  known(2379, 'admin', 'etcd'),
  known(2380, 'admin', 'etcd'),
  known(4369, 'admin', 'the Erlang port mapper'),
  known(5601, 'admin', 'Kibana'),
  known(8081, 'admin', 'an administration page', /mongo-express|commander|nexus|flink/u),
  known(8161, 'admin', 'the ActiveMQ console'),
  known(8500, 'admin', 'Consul'),
  known(8983, 'admin', 'Solr'),
  known(9000, 'admin', 'Portainer', /portainer/u),
  known(9090, 'admin', 'Prometheus', /prometheus/u),
  known(9091, 'admin', 'the Prometheus Pushgateway', /pushgateway/u),
  known(9093, 'admin', 'the Prometheus Alertmanager', /alertmanager/u),
  known(9100, 'admin', 'the node exporter', /node-exporter/u),
  known(9443, 'admin', 'Portainer', /portainer/u),
  known(15672, 'admin', 'the RabbitMQ console'),
  known(61616, 'data', 'ActiveMQ'),

  known(21, 'plaintext', 'FTP'),
  known(110, 'plaintext', 'POP3'),
  known(111, 'plaintext', 'the port mapper'),
  known(139, 'plaintext', 'file sharing'),
  known(143, 'plaintext', 'IMAP'),
  known(389, 'plaintext', 'LDAP'),
  known(445, 'plaintext', 'file sharing'),
  known(512, 'plaintext', 'remote execution'),
  known(513, 'plaintext', 'remote login'),
  known(514, 'plaintext', 'syslog'),
  known(873, 'plaintext', 'rsync'),
  known(2049, 'plaintext', 'NFS'),
  known(3128, 'plaintext', 'a proxy'),

  known(25, 'public', 'SMTP'),
  known(465, 'public', 'SMTP'),
  known(587, 'public', 'SMTP'),
  known(993, 'public', 'IMAP'),
  known(995, 'public', 'POP3'),
  known(1194, 'public', 'OpenVPN'),
  known(51820, 'public', 'WireGuard'),
];

const GRAVITY: readonly PortClass[] = ['control', 'data', 'remote', 'admin', 'plaintext', 'public'];

/** The gravest well-known port in a port or range (`80`, `8000-8010`) of an image; undefined when none is known. */
export function knownPortIn(range: string, repository: string | undefined): KnownPort | undefined {
  const [first = NaN, last = first] = range.split('-').map(Number);
  const inside = PORTS.filter(
    ({ port, images }) => first <= port && port <= last && (!images || images.test(repository ?? '')),
  );
  return inside.sort((a, b) => GRAVITY.indexOf(a.class) - GRAVITY.indexOf(b.class))[0];
}

function known(port: number, portClass: PortClass, service: string, images?: RegExp): KnownPort {
  return { port, class: portClass, service, ...(images ? { images } : {}) };
}

/**
 * Whether a list of ports and ranges (`443`, `8000-8100`, `53/udp`) has a port of the host, or all of a range.
 * An element without a protocol is meant for each.
 */
export function isListed(published: string, protocol: string, list: readonly string[]): boolean {
  const wanted = rangeOf(published);
  if (!wanted) return false;
  return list.some((element) => {
    const [ports = '', only = protocol] = element.trim().toLowerCase().split('/');
    const range = rangeOf(ports);
    return (
      range !== undefined && only === protocol && range.first <= wanted.first && wanted.last <= range.last
    );
  });
}

function rangeOf(text: string): { readonly first: number; readonly last: number } | undefined {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/u.exec(text.trim()) ?? [];
  return first === undefined ? undefined : { first: Number(first), last: Number(last) };
}
