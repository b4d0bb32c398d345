"""The stack of the orders service."""

from cdktf import TerraformOutput
from constructs import Construct

from .alarms import Alarms
from .common import PlatformStack
from .data import Data
from .edge import Edge
from .firewall import Firewall
from .foundation import FoundationStack
from .groups import Groups
from .keys import key, use_by_logs, use_by_service
from .messaging import Messaging
from .service import Service


class OrdersStack(PlatformStack):
    """Everything that belongs to the orders service alone."""

    def __init__(self, scope: Construct, id_: str, foundation: FoundationStack) -> None:
        super().__init__(scope, id_, "orders")
        network = foundation.network
        logs = foundation.audit.access_logs.bucket
        data_key = key(self, "data", "Stored orders and logs of the service", use_by_logs(self.account))
        message_key = key(
            self,
            "messages",
            "Orders on their way",
            use_by_service(self.account, "AllowMessaging", "sns.amazonaws.com", "events.amazonaws.com"),
        )
        groups = Groups(self, network.vpc.id)
        data = Data(self, data_key, groups, network.ids("data"), logs)
        messaging = Messaging(self, message_key)
        edge = Edge(self, groups, network.vpc.id, network.ids("public"), logs)
        Firewall(self, edge, data_key)
        service = Service(
            self, data, messaging, edge, groups, network.ids("private"), foundation.repository
        )
        Alarms(self, foundation.audit.topic.arn, edge, service, data, messaging)

        outputs = {
            "url": (f"https://{edge.host}", "Where the service answers"),
            "database_endpoint": (data.cluster.endpoint, "The endpoint that writes"),
            "bus_name": (messaging.bus.name, "The bus that the shop sends orders to"),
            "accepted_topic_arn": (messaging.topic.arn, "The topic of accepted orders"),
            "service_name": (service.service.name, "The service, for deployments"),
            "cluster_name": (service.cluster.name, "The cluster that it runs in"),
        }
        for name, (value, description) in outputs.items():
            TerraformOutput(self, name, value=value, description=description)
