"""What Ironic does by way of sushy: log in each way, look at the machine, update and wait, subscribe, set the boot source."""
import os
import time
import warnings

warnings.simplefilter("ignore")

import sushy  # noqa: E402
from sushy import auth  # noqa: E402

TARGET = "/redfish/v1/UpdateService/FirmwareInventory/BMC"
address = "https://" + os.environ["REDFISH_ADDRESS"]
account = (os.environ["REDFISH_USER"], os.environ["REDFISH_PASSWORD"])

for way in (auth.SessionAuth(*account), auth.BasicAuth(*account)):
    service = sushy.Sushy(address, auth=way, verify=False)
    assert service.get_manager().firmware_version, "the manager has no firmware version"
    assert service.get_system().identity and service.get_chassis().identity

update = service.get_update_service()
assert update.service_enabled, "updates are disabled"
monitor = update.simple_update(os.environ["IMAGE_URI"], targets=[TARGET], transfer_protocol="HTTP")
for _ in range(600):
    if not monitor.is_processing:
        break
    time.sleep(0.2)
    monitor.refresh()
task = monitor.get_task()
assert task.task_state.value == "Completed", task.task_state
assert all(message.message_id for message in task.messages), task.messages
inventory = service.get_update_service().firmware_inventory.get_members()
versions = {item.identity: item.version for item in inventory}
assert versions["BMC"] == os.environ["IMAGE_VERSION"], versions

try:
    update.simple_update("scp://127.0.0.1/image.bin")
    raise AssertionError("an update by an unknown protocol was accepted")
except sushy.exceptions.BadRequestError as refused:
    print("refused:", refused)

subscriptions = service.get_event_service().subscriptions
made = subscriptions.create({"Destination": "https://192.0.2.9/x", "Protocol": "Redfish", "Context": "sushy"})
made.delete()

system = service.get_system()
system.set_system_boot_options(sushy.BOOT_SOURCE_TARGET_PXE, enabled=sushy.BOOT_SOURCE_ENABLED_ONCE)
system.reset_system(sushy.RESET_FORCE_RESTART)
print("tasks:", len(service.get_task_service().tasks.get_members()))
