/**
 * The body of CreateClusterNodePool and ModifyClusterNodePool, block by block: `name`, `name:num`, `name:bool`,
 * `name:list` or `name:obj`. Source: the request models of @alicloud/cs20151215 7.2.0.
 */
export const nodePoolBlocks: Record<string, string> = {
  auto_scaling: `enable:bool max_instances:num min_instances:num type eip_bandwidth:num eip_internet_charge_type
    is_bond_eip:bool`,
  kubernetes_config: `cms_enabled:bool cpu_policy labels:list node_name_mode pre_user_data runtime runtime_version
    taints:list unschedulable:bool user_data`,
  management: `enable:bool auto_fault_diagnosis:bool auto_repair:bool auto_repair_policy:obj auto_upgrade:bool
    auto_upgrade_policy:obj auto_vul_fix:bool auto_vul_fix_policy:obj drift_enabled:bool upgrade_config:obj`,
  nodepool_info: 'name resource_group_id type',
  scaling_group: `auto_renew:bool auto_renew_period:num cis_enabled:bool compensate_with_on_demand:bool cpu_options:obj
    data_disks:list deploymentset_id desired_size:num disk_init:list enable_high_density_mode:bool image_id image_type
    instance_charge_type instance_metadata_options:obj instance_patterns:list instance_types:list internet_charge_type
    internet_max_bandwidth_out:num key_pair login_as_non_root:bool login_password multi_az_policy
    on_demand_base_capacity:num on_demand_percentage_above_base_capacity:num period:num period_unit platform
    private_pool_options:obj ram_role_name rds_instances:list resource_pool_options:obj scaling_policy
    security_group_id security_group_ids:list security_hardening_os:bool soc_enabled:bool spot_instance_pools:num
    spot_instance_remedy:bool spot_price_limit:list spot_strategy system_disk_bursting_enabled:bool
    system_disk_categories:list system_disk_category system_disk_encrypt_algorithm system_disk_encrypted:bool
    system_disk_kms_key_id system_disk_performance_level system_disk_provisioned_iops:num system_disk_size:num
    system_disk_snapshot_policy_id tags:list vswitch_ids:list`,
  tee_config: 'tee_enable:bool',
  node_config: 'kubelet_configuration:obj node_os_config:obj containerd_config:obj',
};
