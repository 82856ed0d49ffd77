mod labels_alike;
mod self_type;
