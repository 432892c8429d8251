/** An ECS machine. */
export interface Instance {
  instanceId: string;
  status: string;
  vpcId: string;
  zoneId: string;
  vSwitchId: string;
  /** The vendor may take it back at any time. */
  isSpot: boolean;
}
